import { expect, it } from 'vitest'
import { INVOCATIONS, TRIGGER_KINDS, TRIGGER_SIDES } from '#server/domain/triggers/trigger.ts'
import { missingSide } from './trigger-sides.tsx'
import {
  failureWords,
  INVOCATION_WORDS,
  KIND_WORDS,
  kindWord,
  liveWord,
  SIDES_LONG,
  sourceWord,
} from './trigger-words.ts'

it('has a word for every kind, invocation and side', () => {
  expect(Object.keys(KIND_WORDS)).toEqual([...TRIGGER_KINDS])
  expect(Object.keys(INVOCATION_WORDS)).toEqual([...INVOCATIONS])
  expect(Object.keys(SIDES_LONG)).toEqual([...TRIGGER_SIDES])
})

it('shows a kind or a way of failing that is not known yet as it came', () => {
  expect(kindWord('quantum')).toBe('quantum')
  expect(failureWords('carrier pigeon')).toBe('carrier pigeon')
})

it.each([
  [{ source: 'arn:aws:sqs:eu-west-1:1:orders', sourceName: 'orders' }, 'orders'],
  [{ source: 'arn:aws:dynamodb:eu-west-1:1:table/t/stream/2026', sourceName: '' }, '2026'],
  [{ source: 'https://a.example/', sourceName: '' }, 'https://a.example/'],
])('%j is called %s', (row, word) => expect(sourceWord(row)).toBe(word))

it('never calls unknown live', () => {
  expect([true, false, null].map(liveWord)).toEqual(['live', 'not live', 'unknown'])
})

it('says why a side is missing', () => {
  expect(missingSide('source', 'grant only')).toContain('No source was found')
  expect(missingSide('grant', 'source only')).toContain('refused')
  expect(missingSide('grant', 'unknown')).toContain('could not be looked at')
  expect(missingSide('grant', 'setting')).toContain('None is needed')
})
