/** Classes of what a value itself cannot be: data exception, integrity, limits of the program. Source: Postgres, appendix A. */
const OF_THE_DATA = /^(?:22|23|54)/

/** Whether an error comes of what was to be stored, and will come again, rather than of the database or the way to it. */
export function isRefused(error: unknown): boolean {
  if (error instanceof RangeError || error instanceof TypeError) return true
  return OF_THE_DATA.test(refusalCode(error))
}

/** The database's code of an error, or its name. */
export function refusalCode(error: unknown): string {
  const { code } = error as { code?: unknown }
  if (typeof code === 'string') return code
  return error instanceof Error ? error.name : 'error'
}
