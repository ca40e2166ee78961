import type { Place } from './places.ts'

/** `error`: something was not looked at because of it; `note`: worth knowing. */
export type ScanProblem = {
  file: string
  line: number
  column: number
  level: 'error' | 'note'
  text: string
}

/** Ends the reading of one file; the others go on. */
export class UnreadableError extends Error {
  readonly place: Place

  constructor(text: string, place: Place = { line: 1, column: 1 }) {
    super(text)
    this.name = 'UnreadableError'
    this.place = place
  }
}

/** Collects the problems of one file. */
export class Problems {
  readonly list: ScanProblem[] = []
  readonly file: string

  constructor(file: string) {
    this.file = file
  }

  add(level: ScanProblem['level'], text: string, place: Place = { line: 1, column: 1 }): void {
    const { line, column } = place
    this.list.push({ file: this.file, line, column, level, text })
  }
}
