import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueOr } from '#server/domain/field.ts'
import { stateMachineCalls } from './state-machine-calls.ts'

const FN = 'arn:aws:lambda:eu-west-1:111122223333:function:pay'
const INVOKE = 'arn:aws:states:::lambda:invoke'

const machine = (...states: object[]) =>
  JSON.stringify({ StartAt: 's0', States: Object.fromEntries(states.map((state, i) => [`s${i}`, state])) })
const task = (Resource: string, more: object = {}) => ({ Type: 'Task', Resource, ...more })
const calls = (definition: string) => valueOr(stateMachineCalls(definition), [])

describe('the functions that a state machine calls', () => {
  it.each([
    ['a function as resource', task(FN), FN, true],
    ['a version of it', task(`${FN}:7`), `${FN}:7`, true],
    ['the integration', task(INVOKE, { Parameters: { FunctionName: FN } }), FN, true],
    ['a name alone', task(INVOKE, { Parameters: { FunctionName: 'pay' } }), 'pay', true],
    ['JSONata arguments', task(INVOKE, { Arguments: { FunctionName: FN } }), FN, true],
    ['an event', task(INVOKE, { Parameters: { FunctionName: FN, InvocationType: 'Event' } }), FN, false],
    ['a task token', task(`${INVOKE}.waitForTaskToken`, { Parameters: { FunctionName: FN } }), FN, true],
    [
      'the SDK integration',
      task('arn:aws:states:::aws-sdk:lambda:invoke', { Parameters: { FunctionName: FN } }),
      FN,
      true,
    ],
    [
      'the old event call',
      task('arn:aws:states:::aws-sdk:lambda:invokeAsync', { Parameters: { FunctionName: FN } }),
      FN,
      false,
    ],
    [
      'another partition',
      task('arn:aws-us-gov:states:::lambda:invoke', { Parameters: { FunctionName: FN } }),
      FN,
      true,
    ],
    ['a path', task(INVOKE, { Parameters: { 'FunctionName.$': '$.which' } }), '$.which', true],
    ['an expression', task(INVOKE, { Arguments: { FunctionName: '{% $f %}' } }), '{% $f %}', true],
    ['arguments as one expression', task(INVOKE, { Arguments: '{% $all %}' }), '{% $all %}', true],
    ['nothing at all', task(INVOKE), '', true],
  ])('are known from %s', (_, state, name, synchronous) => {
    expect(calls(machine(state))).toEqual([
      { state: 's0', function: name, synchronous, retries: 0, catches: false },
    ])
  })

  it.each([
    ['of another service', task('arn:aws:states:::sqs:sendMessage', { Parameters: { FunctionName: FN } })],
    ['an activity', task('arn:aws:states:eu-west-1:1:activity:lambda:invoke2')],
    ['no task', { Type: 'Pass', Resource: FN }],
    ['none at all', null],
  ])('are none where the state is %s', (_, state) => {
    expect(calls(machine(state as object))).toEqual([])
  })

  it('are found in maps and branches, in the order of the definition', () => {
    const inside = (fn: string) => ({ StartAt: fn, States: { [fn]: task(FN.replace('pay', fn)) } })
    const definition = machine(
      task(FN),
      { Type: 'Map', ItemProcessor: inside('a') },
      { Type: 'Map', Iterator: inside('b') },
      { Type: 'Parallel', Branches: [inside('c'), inside('d'), 'rubbish'] },
      task(FN),
    )
    expect(calls(definition)?.map(({ state }) => state)).toEqual(['s0', 'a', 'b', 'c', 'd', 's4'])
  })

  it('say how often they are repeated and whether failures are caught', () => {
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 2 }, { ErrorEquals: ['B'] }, 'rubbish']
    const state = task(FN, { Retry, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'x' }] })
    expect(calls(machine(state))).toMatchObject([{ retries: 3, catches: true }])
    expect(calls(machine(task(FN, { Retry: [{ MaxAttempts: 0 }] })))).toMatchObject([{ retries: 0 }])
  })

  it.each(['', 'null', '[]', '"x"', '{}', '{"States":[]}', '<html>', '{"States":'])(
    'are unknown where the definition is %j',
    (text) => {
      expect(stateMachineCalls(text).state).toBe('failed')
    },
  )

  it('are looked for in a definition of any depth', () => {
    const depth = 15_000
    const open = '{"States":{"m":{"Type":"Map","ItemProcessor":'.repeat(depth)
    const text = `${open}{"States":{"t":${JSON.stringify(task(FN))}}}${'}}}'.repeat(depth)}`
    expect(calls(text)?.map(({ state }) => state)).toEqual(['t'])
  })

  it('never throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (States, text) => {
        stateMachineCalls(JSON.stringify({ States: { x: States, y: { Type: 'Task', Resource: text } } }))
        stateMachineCalls(text)
      }),
    )
  })
})
