/** `allure-history.jsonl`: the earlier runs of a target, one a line, oldest first. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AllureLocalHistory } from '@allurereport/core';
import { replaceFile } from '../replace-file.ts';

type Point = Parameters<AllureLocalHistory['appendHistory']>[0];

/** Adds a run, and lets the oldest go. The file is replaced whole. */
export function appendRun(path: string, point: Point, limit: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const kept = linesOf(path).slice(1 - limit);
  replaceFile(
    path,
    [...kept, JSON.stringify(slim(point))].map((line) => `${line}\n`),
  );
}

/** Lines of the file that are whole; a damaged one is no reason to fail. */
function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(isPoint);
  } catch {
    return [];
  }
}

function isPoint(line: string): boolean {
  try {
    const point: unknown = JSON.parse(line);
    return typeof point === 'object' && point !== null && 'testResults' in point;
  } catch {
    return false;
  }
}

/** What the trend and the history of a check show; all else stands in the report of that night. */
function slim(point: Point): Point {
  const testResults = Object.fromEntries(
    Object.entries(point.testResults).map(([key, { id, historyId, status, start, stop, duration, environment }]) => [
      key,
      { id, historyId, status, start, stop, duration, environment, name: '', url: '' },
    ]),
  );
  return { ...point, testResults } as Point;
}
