import { expect, test } from 'vitest'
import { functionsLink, triggersLink } from './list-links.ts'

const production = { key: 'account', value: '111122223333' }
const payments = { key: 'owner', value: 'payments & co' }

test('a link of an opened group stays within it', () => {
  expect(triggersLink([], { key: 'kind', value: 'api' })).toBe('/triggers?kind=api')
  expect(triggersLink([production], { key: 'kind', value: 'api' })).toBe(
    '/triggers?accounts=111122223333&kind=api',
  )
  expect(functionsLink([production, payments], { key: 'role', value: 'high' })).toBe(
    '/functions?accounts=111122223333&owner=payments+%26+co&role=high',
  )
})

test('a list that cannot be filtered so has no link, rather than one that counts more', () => {
  expect(triggersLink([payments], { key: 'kind', value: 'api' })).toBeNull()
})
