import type {Finding} from './finding.js';

const marks: Record<Finding['level'], string> = {
  ok: 'ok      ',
  note: 'note    ',
  warning: 'WARNING ',
  wrong: 'WRONG   ',
};

/** Formats the findings as text, each with its fix below it. */
export function report(findings: readonly Finding[]): string {
  const lines = findings.flatMap(finding => [
    `${marks[finding.level]} ${finding.check}: ${finding.message}`,
    ...('fix' in finding ? [`         → ${finding.fix}`] : []),
  ]);
  const count = (level: Finding['level']) => findings.filter(finding => finding.level === level).length;
  const [wrong, warnings] = [count('wrong'), count('warning')];
  const sum =
    wrong + warnings === 0 ? 'All is well.' : `${wrong} wrong, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`;
  return `${[...lines, '', sum].join('\n')}\n`;
}
