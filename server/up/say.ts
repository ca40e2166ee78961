const startedAt = performance.now()

/** A line of progress for the person at the terminal, with the seconds since the start. */
export function say(line: string): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)
  process.stdout.write(`${seconds} s  ${line}\n`)
}

/** Lines that must not be overlooked. */
export function announce(lines: string[]): void {
  process.stdout.write(`\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n\n`)
}
