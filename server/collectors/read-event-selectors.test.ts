import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDataEvents, readManagementEvents } from './read-event-selectors.ts'

const basic = (more: object) => ({ EventSelectors: [more] })
const equals = (Field: string, ...Equals: string[]) => ({ Field, Equals })
const advanced = (...FieldSelectors: unknown[]) => ({ AdvancedEventSelectors: [{ FieldSelectors }] })
const data = (...more: unknown[]) =>
  advanced(equals('eventCategory', 'Data'), equals('resources.type', 'AWS::Lambda::Function'), ...more)
const all = { resourceType: 'AWS::Lambda::Function', resources: [], readWrite: 'All', narrowed: false }
const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:orders'

describe('management events', () => {
  it.each([
    ['all of them', basic({ ReadWriteType: 'All', IncludeManagementEvents: true }), 'all'],
    ['where nothing is said of them', basic({}), 'all'],
    ['reads', basic({ ReadWriteType: 'ReadOnly' }), 'read'],
    ['none', basic({ IncludeManagementEvents: false }), 'none'],
    ['of an advanced selector', advanced(equals('eventCategory', 'Management')), 'all'],
    [
      'writes of an advanced selector',
      advanced(equals('eventCategory', 'Management'), equals('readOnly', 'false')),
      'write',
    ],
    ['beside data events', data(), 'none'],
    ['of a trail without selectors', { EventSelectors: [], AdvancedEventSelectors: [] }, 'all'],
    [
      'of two selectors together',
      { EventSelectors: [{ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' }] },
      'all',
    ],
  ])('%s', (_, answer, expected) => {
    expect(readManagementEvents(answer)).toEqual({ state: 'known', value: expected })
  })
})

describe('data events', () => {
  const resources = (...Values: unknown[]) => ({ DataResources: [{ Type: 'AWS::Lambda::Function', Values }] })
  it.each([
    ['of all functions', basic(resources('arn:aws:lambda')), [all]],
    ['of one function', basic(resources(FUNCTION)), [{ ...all, resources: [FUNCTION] }]],
    ['of all and one', basic(resources(FUNCTION, 'arn:aws:lambda')), [all]],
    [
      'that are writes',
      basic({ ...resources('arn:aws:lambda'), ReadWriteType: 'WriteOnly' }),
      [{ ...all, readWrite: 'WriteOnly' }],
    ],
    ['of an advanced selector', data(), [all]],
    [
      'that are reads of an advanced selector',
      data(equals('readOnly', 'true')),
      [{ ...all, readWrite: 'ReadOnly' }],
    ],
    [
      'by prefix',
      data({ Field: 'resources.ARN', StartsWith: [FUNCTION] }),
      [{ ...all, resources: [FUNCTION] }],
    ],
    [
      'but for some resources',
      data({ Field: 'resources.ARN', NotEquals: [FUNCTION] }),
      [{ ...all, narrowed: true }],
    ],
    ['of one operation', data(equals('eventName', 'Invoke')), [{ ...all, narrowed: true }]],
    [
      'by something new',
      data({ Field: 'resources.ARN', Resembles: [FUNCTION] }),
      [{ ...all, narrowed: true }],
    ],
  ])('%s', (_, answer, expected) => {
    expect(readDataEvents(answer)).toEqual({ state: 'known', value: expected })
  })

  it.each([
    ['of nothing', basic({ DataResources: [] })],
    ['of a type without resources', basic(resources())],
    ['that are management events', advanced(equals('eventCategory', 'Management'))],
    ['of the network', advanced(equals('eventCategory', 'NetworkActivity'), equals('eventSource', 'kms'))],
    ['with odd members', { EventSelectors: [{ DataResources: [null, 7, { Values: ['x'] }] }] }],
  ])('%s are none', (_, answer) => {
    expect(readDataEvents(answer)).toEqual({ state: 'absent' })
  })

  it.each([
    ['no selectors', {}],
    ['selectors that are none', { EventSelectors: ['<b>'] }],
    ['a list that is none', { AdvancedEventSelectors: 'all' }],
  ])('in an answer with %s are not known', (_, answer) => {
    expect(readDataEvents(answer)).toMatchObject({ state: 'failed' })
    expect(readManagementEvents(answer)).toMatchObject({ state: 'failed' })
  })
})

it('nothing that CloudTrail could answer makes reading it throw', () => {
  const members = fc.constantFrom('FieldSelectors', 'DataResources', 'Field', 'Equals', 'Type', 'Values')
  const odd = fc.oneof(fc.jsonValue(), fc.dictionary(members, fc.jsonValue()))
  fc.assert(
    fc.property(fc.array(odd), fc.array(odd), (EventSelectors, AdvancedEventSelectors) => {
      const answer = { EventSelectors, AdvancedEventSelectors }
      expect(['known', 'failed']).toContain(readManagementEvents(answer).state)
      expect(['known', 'absent', 'failed']).toContain(readDataEvents(answer).state)
    }),
  )
})
