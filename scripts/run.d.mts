export function runParts(parts: readonly (readonly [name: string, command: string, ...args: string[]])[]): string[];
