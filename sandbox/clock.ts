/** Time, injected: the real one, or one that a test moves by hand. Both can be put forward. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `action` once `delayMs` have passed on this clock; returns how to call it off. */
  schedule(delayMs: number, action: () => void): () => void;
  /** Moves the clock forward; what falls due is run in order before this returns. */
  advance(milliseconds: number): void;
  /** Calls off everything scheduled. */
  clear(): void;
}

interface Appointment {
  readonly due: number;
  readonly action: () => void;
  timer?: NodeJS.Timeout;
}

/** The system's time, plus whatever it was put forward by. */
export function realClock(): Clock {
  let offset = 0;
  const appointments = new Set<Appointment>();
  const now = () => Date.now() + offset;
  const keep = (appointment: Appointment) => {
    appointments.delete(appointment);
    clearTimeout(appointment.timer);
    appointment.action();
  };
  const arm = (appointment: Appointment) => {
    clearTimeout(appointment.timer);
    // Node fires a delay beyond 31 bits at once; nothing here waits longer than a day.
    appointment.timer = setTimeout(keep, Math.max(0, Math.min(appointment.due - now(), 2 ** 31 - 1)), appointment);
  };
  return {
    now,
    schedule(delayMs, action) {
      const appointment: Appointment = { due: now() + delayMs, action };
      appointments.add(appointment);
      arm(appointment);
      return () => {
        appointments.delete(appointment);
        clearTimeout(appointment.timer);
      };
    },
    advance(milliseconds) {
      offset += milliseconds;
      for (const appointment of inOrder(appointments)) {
        if (appointment.due <= now()) keep(appointment);
        else arm(appointment);
      }
    },
    clear() {
      for (const appointment of appointments) clearTimeout(appointment.timer);
      appointments.clear();
    },
  };
}

/** A clock that stands still until it is advanced. */
export function manualClock(startAt = Date.UTC(2024, 0, 1)): Clock {
  let time = startAt;
  const appointments = new Set<Appointment>();
  return {
    now: () => time,
    schedule(delayMs, action) {
      const appointment: Appointment = { due: time + delayMs, action };
      appointments.add(appointment);
      return () => {
        appointments.delete(appointment);
      };
    },
    advance(milliseconds) {
      const target = time + milliseconds;
      for (;;) {
        const [next] = inOrder(appointments);
        if (next === undefined || next.due > target) break;
        appointments.delete(next);
        time = Math.max(time, next.due);
        next.action();
      }
      time = target;
    },
    clear() {
      appointments.clear();
    },
  };
}

function inOrder(appointments: ReadonlySet<Appointment>): Appointment[] {
  return [...appointments].sort((a, b) => a.due - b.due);
}
