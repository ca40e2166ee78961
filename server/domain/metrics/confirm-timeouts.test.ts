import { expect, it } from 'vitest'
import { confirmTimeouts } from './confirm-timeouts.ts'

it.each<
  [string, { fitting?: number; errors?: number; read?: number; confirmed?: number }, number | undefined]
>([
  ['fits where no log was read', { fitting: 5, errors: 9 }, 5],
  ['the log shows where it showed every error', { fitting: 5, errors: 9, read: 9, confirmed: 2 }, 2],
  ['fits where the log showed a part', { fitting: 5, errors: 9, read: 4, confirmed: 2 }, 5],
  ['the log shows where more than fits', { fitting: 1, errors: 9, read: 4, confirmed: 3 }, 3],
  ['the log shows before anything was derived', { errors: 3, read: 3, confirmed: 3 }, 3],
  ['fits while errors are not there yet', { fitting: 5, read: 9, confirmed: 1 }, 5],
])('is what %s', (_what, { fitting, errors, read, confirmed }, expected) => {
  const at = (value: number | undefined) => (value === undefined ? [] : ([[0, value]] as const))
  expect(confirmTimeouts(at(fitting), at(errors), at(read), at(confirmed))).toEqual(at(expected))
})
