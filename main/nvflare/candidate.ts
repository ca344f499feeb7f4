import type { RuntimeCandidate } from '../../preload/contract/runtime';
import { type Interpreter, candidateId } from './interpreter';
import type { ProbeReport, ProbeResult } from './probe';
import { featuresOf, judgeVersion } from './version';

type Verdict = Pick<RuntimeCandidate, 'state' | 'message' | 'hint'>;

/** What the window shows of an interpreter that was asked. */
export function toCandidate(interpreter: Interpreter, result: ProbeResult): RuntimeCandidate {
  const report = 'report' in result ? result.report : null;
  // A shim on PATH would look up the real interpreter at every start.
  const python = report?.executable || interpreter.python;
  return {
    id: candidateId(python, interpreter.distribution),
    source: interpreter.source,
    python,
    wslDistribution: interpreter.distribution,
    pythonVersion: report?.python ?? null,
    nvflareVersion: report?.nvflare ?? null,
    features: featuresOf(report?.nvflare ?? null),
    ...('report' in result
      ? judgeReport(interpreter, result.report)
      : judgeFailure(interpreter, result.failed)),
  };
}

export const isUsable = (candidate: RuntimeCandidate): boolean =>
  candidate.state === 'ok' || candidate.state === 'untested';

const reinstall = 'Install NVFlare anew in Settings: it gets an environment of its own.';

function judgeReport({ source }: Interpreter, report: ProbeReport): Verdict {
  if (report.nvflare === null)
    return {
      state: 'no-nvflare',
      message: `Python ${report.python} is here, without NVFlare.`,
      hint:
        source === 'own'
          ? reinstall
          : 'Install NVFlare in Settings, or choose the Python of an environment that has it.',
    };
  const verdict = judgeVersion(report.nvflare);
  if (report.importError !== null && verdict.state !== 'too-old')
    return {
      state: 'broken',
      message: `NVFlare ${report.nvflare} is installed but does not start: ${report.importError}`,
      hint:
        source === 'own'
          ? reinstall
          : `Repair it with: "${report.executable}" -m pip install --force-reinstall nvflare==${report.nvflare}. Or install NVFlare in Settings.`,
    };
  return verdict;
}

function judgeFailure({ source, python }: Interpreter, reason: string): Verdict {
  if (source === 'own')
    return {
      state: 'broken',
      message: `Fedwright's own environment does not start: ${reason}`,
      hint: `The Python that it was made from may be gone. ${reinstall}`,
    };
  return {
    state: 'no-python',
    message: `${python} cannot be used as a Python: ${reason}`,
    hint: 'Choose another Python in Settings, or let Fedwright choose.',
  };
}
