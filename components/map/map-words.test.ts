import { expect, test } from 'vitest'
import type { MapNode } from '#server/services/map/schema.ts'
import { hrefOf, labelOf, noteOf } from './map-words.ts'

const node = (changes: Partial<MapNode>): MapNode => ({
  id: 'x',
  column: 'trigger',
  kind: 'dynamodb',
  label: 'dynamodb',
  sublabel: '',
  count: 1,
  href: null,
  expand: null,
  reach: null,
  risk: null,
  gone: false,
  ...changes,
})

test('a kind of trigger has its word, a service that a role acts in keeps its name', () => {
  expect(labelOf(node({}))).toBe('DynamoDB stream')
  expect(labelOf(node({ column: 'resource' }))).toBe('dynamodb')
})

test('the second line says what it is and what stands out', () => {
  expect(noteOf(node({ sublabel: '3 triggers' }))).toBe('3 triggers')
  expect(noteOf(node({ label: 'orders', gone: true }))).toBe('DynamoDB stream, gone')
  expect(noteOf(node({ column: 'function', kind: 'function', label: 'f', reach: 'internet' }))).toContain(
    'open to the internet',
  )
  expect(noteOf(node({ column: 'audience', kind: 'audience', label: 'Internet' }))).toBe('')
})

test('a group opens, a thing leads to its page', () => {
  expect(hrefOf(node({ expand: 'owner=a b' }), 'owner')).toBe('/map?group=owner&within=owner%3Da%20b')
  expect(hrefOf(node({ href: '/triggers/1' }), 'owner')).toBe('/triggers/1')
})
