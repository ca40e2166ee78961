import type { FunctionSpec, Partition } from '#demo/estate/model.ts'

export type MachineSpec = {
  name: string
  arn: string
  type: 'STANDARD' | 'EXPRESS'
  roleArn: string
  createdMs: number
  definition: string
}

const retry = [
  {
    ErrorEquals: ['Lambda.TooManyRequestsException', 'Lambda.ServiceException'],
    MaxAttempts: 6,
    BackoffRate: 2,
  },
]
const caught = [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }]
const payload = { 'Payload.$': '$' }

/** A task by the Lambda integration, as the console writes it. */
const invoke = (functionName: string, more: Record<string, unknown>) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: functionName, ...payload },
  Retry: retry,
  ...more,
})

function fulfilment([reserve, ship, mail]: FunctionSpec[]): unknown {
  return {
    Comment: 'From order to parcel',
    StartAt: 'Reserve stock',
    States: {
      'Reserve stock': invoke(`${reserve?.arn}:$LATEST`, { Catch: caught, Next: 'Ship' }),
      Ship: invoke(String(ship?.arn), { Catch: caught, Next: 'Wait for carrier' }),
      'Wait for carrier': {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: { FunctionName: mail?.name, Payload: { 'token.$': '$$.Task.Token' } },
        TimeoutSeconds: 86_400,
        Next: 'Tell customer',
      },
      'Tell customer': {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: mail?.arn, InvocationType: 'Event', ...payload },
        End: true,
      },
      Failed: { Type: 'Fail', Error: 'FulfilmentFailed' },
    },
  }
}

function reporting([collect, render, store]: FunctionSpec[]): unknown {
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Each country',
    States: {
      'Each country': {
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'Collect',
          States: {
            Collect: {
              Type: 'Task',
              Resource: 'arn:aws:states:::lambda:invoke',
              Arguments: { FunctionName: collect?.arn, Payload: '{% $states.input %}' },
              Output: '{% $states.result.Payload %}',
              Retry: retry,
              End: true,
            },
          },
        },
        Next: 'Publish',
      },
      Publish: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Render', States: { Render: { Type: 'Task', Resource: render?.arn, End: true } } },
          {
            StartAt: 'Store',
            States: { Store: { Type: 'Task', Resource: store?.arn, Retry: retry, End: true } },
          },
        ],
        End: true,
      },
    },
  }
}

/** Two state machines of an account's first region that call functions, and one that calls none. */
export function makeStateMachines({ account, region, functions }: Partition): MachineSpec[] {
  if (region !== account.regions[0]) return []
  const free = functions.filter((fn) => !fn.cast && !fn.overrides)
  const calling = (services: string[], skip: number) => {
    const found = services.flatMap((service) => free.find((fn) => fn.service === service) ?? [])
    return found.length === 3 ? found : free.slice(skip, skip + 3)
  }
  const make = (name: string, type: MachineSpec['type'], definition: unknown): MachineSpec => ({
    name,
    arn: `arn:aws:states:${region}:${account.id}:stateMachine:${name}`,
    type,
    roleArn: `arn:aws:iam::${account.id}:role/step-functions-invoke`,
    createdMs: Date.UTC(2024, 8, 9),
    definition: JSON.stringify(definition),
  })
  if (free.length < 6) return []
  return [
    make('order-fulfilment', 'STANDARD', fulfilment(calling(['inventory', 'shipping', 'notifications'], 0))),
    make('nightly-reporting', 'EXPRESS', reporting(calling(['events', 'reporting', 'exports'], 3))),
    make('wait-for-approval', 'STANDARD', {
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 60, End: true } },
    }),
  ]
}
