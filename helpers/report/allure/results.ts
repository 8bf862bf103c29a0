/**
 * `allure-results/`, written from the report when every verdict is known: a vitest reporter would see no waiver, no
 * failure that follows from another and no shard of another runner, and nothing at all of a run that was interrupted.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReporterRuntime, stringifyEnvInfo, type Writer } from 'allure-js-commons/sdk/reporter';
import type { CheckReport, RunReport } from '../model.ts';
import { categories } from './categories.ts';
import { evidenceOf } from './evidence.ts';
import { fillResult, historyIdOf } from './result.ts';

/** Characters of attachments that one report takes: each is a file, and all of them stand in the page. */
const mostEvidence = 6_000_000;

/** Writes the folder whole: beside the old one first, then in its place. Throws what the file system says. */
export function writeAllureResults(report: RunReport, folder: string): void {
  const part = `${folder}.${process.pid}.part`;
  rmSync(part, { recursive: true, force: true });
  try {
    mkdirSync(part, { recursive: true });
    writeAll(report, part);
    rmSync(folder, { recursive: true, force: true });
    renameSync(part, folder);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
}

function writeAll(report: RunReport, folder: string): void {
  const writer = new PlainWriter(folder);
  const runtime = new ReporterRuntime({ writer, categories, environmentInfo: environmentOf(report) });
  runtime.writeCategoriesDefinitions();
  runtime.writeEnvironmentInfo();
  const observed = new Map(report.observations.map((one) => [`${one.requirement} ${one.operation}`, one.value]));
  let evidence = 0;
  for (const check of report.checks) {
    const uuid = runtime.startTest({});
    let stop = 0;
    runtime.updateTest(uuid, (result) => {
      fillResult(result, check, report, observed.get(`${check.requirement} ${check.operation}`));
      stop = result.stop ?? 0;
      if (evidence > mostEvidence) return;
      for (const { step, attachment } of evidenceOf(check.exchanges)) {
        result.steps.push(step);
        if (attachment === undefined) continue;
        const source = `${fileNameOf(check)}-${result.steps.length}-attachment${attachment.extension}`;
        writer.writeAttachment(source, Buffer.from(attachment.content));
        step.attachments.push({ name: attachment.name, type: attachment.type, source });
        evidence += attachment.content.length;
      }
    });
    // A duration of 0 would count as none, and the check as under way until now.
    runtime.stopTest(uuid, { stop });
    runtime.writeTest(uuid);
  }
}

function fileNameOf(check: CheckReport): string {
  return historyIdOf(check);
}

function environmentOf({ suite, target, run }: RunReport): Record<string, string> {
  return {
    target: target.name,
    url: target.url,
    run: run.id,
    seed: String(run.seed),
    gate: run.gate,
    'exit code': String(run.exitCode),
    conclusion: run.conclusion,
    suite: `${suite.name} ${suite.version} (${suite.commit})`,
    ...run.environment,
  };
}

/** Allure's own writer waits for the disk after each of a thousand files; the folder is whole by its renaming instead. */
class PlainWriter implements Writer {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  writeResult(result: Parameters<Writer['writeResult']>[0]): void {
    this.write(`${result.uuid}-result.json`, JSON.stringify(result));
  }

  writeGroup(group: Parameters<Writer['writeGroup']>[0]): void {
    this.write(`${group.uuid}-container.json`, JSON.stringify(group));
  }

  writeAttachment(name: string, content: Buffer): void {
    this.write(name, content);
  }

  writeAttachmentFromPath(): void {
    throw new Error('no attachment of a run is a file');
  }

  writeEnvironmentInfo(info: Parameters<Writer['writeEnvironmentInfo']>[0]): void {
    this.write('environment.properties', stringifyEnvInfo(info));
  }

  writeCategoriesDefinitions(all: Parameters<Writer['writeCategoriesDefinitions']>[0]): void {
    this.write('categories.json', JSON.stringify(all));
  }

  writeGlobals(name: string, info: Parameters<Writer['writeGlobals']>[1]): void {
    this.write(name, JSON.stringify(info));
  }

  private write(name: string, content: string | Buffer): void {
    writeFileSync(join(this.folder, name), content);
  }
}
