import { expect, it } from 'vitest'
import { verbReason } from './alert-verbs.ts'

it.each([
  ['acknowledge', 'firing', null],
  ['acknowledge', 'snoozed', null],
  ['acknowledge', 'acknowledged', /already/],
  ['unacknowledge', 'acknowledged', null],
  ['unacknowledge', 'firing', /not acknowledged/],
  ['snooze', 'resolved', /resolved/],
  ['resolve', 'acknowledged', null],
  ['resolve', 'resolved', /resolved/],
  ['comment', 'resolved', null],
] as const)('%s while %s', (verb, state, reason) => {
  const said = verbReason(verb, state, null)
  if (reason === null) expect(said).toBeNull()
  else expect(said).toMatch(reason)
})

it('says that the role forbids it before anything else', () => {
  expect(verbReason('comment', 'firing', 'Needs the responder role; you are viewer.')).toMatch(/responder/)
})
