import type { FunctionSpec } from './model.ts'

/** Things that no well-behaved account holds, for tests of the product: applied to the first region of the home account. */
export function applyHostility(functions: FunctionSpec[]): void {
  const rest = functions.filter((fn) => !fn.cast).slice(12)
  const cases: ((fn: FunctionSpec) => void)[] = [
    (fn) => {
      fn.overrides = {
        Runtime: 'cobol99.x',
        State: 'Hibernating',
        FutureField: { nested: ['<b>new</b>', 1, null] },
      }
    },
    (fn) => {
      fn.overrides = {
        Runtime: null,
        Handler: null,
        Description: null,
        VpcConfig: null,
        Environment: null,
        Tags: null,
      }
    },
    (fn) => {
      fn.overrides = {
        LastModified: undefined,
        MemorySize: undefined,
        Timeout: undefined,
        Role: undefined,
        Architectures: undefined,
      }
    },
    (fn) => {
      fn.overrides = {
        State: 'Failed',
        StateReason: '<img src=x onerror=alert(document.cookie)>\u0000\u202Eevil',
        StateReasonCode: 'SomethingNobodyKnows',
        LastUpdateStatus: 'Exploded',
      }
    },
    (fn) => {
      fn.overrides = {
        LastModified: 'yesterday at noon',
        MemorySize: 'lots',
        CodeSize: -1,
        Layers: [{}],
        Architectures: ['riscv64'],
      }
    },
    (fn) => {
      fn.overrides = {
        Environment: {
          Error: {
            ErrorCode: 'AccessDeniedException',
            Message: 'Lambda was unable to decrypt <i>your</i> variables',
          },
        },
      }
    },
    (fn) => {
      fn.rawPolicy = 'this is not JSON <script>alert(1)</script>'
    },
    (fn) => {
      fn.rawPolicy = encodeURIComponent(
        JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'encoded',
              Effect: 'Allow',
              Principal: '*',
              Action: 'lambda:InvokeFunction',
              Resource: fn.arn,
            },
          ],
        }),
      )
    },
    (fn) => {
      fn.rawPolicy = JSON.stringify({
        Statement: { Effect: 'Allow', Principal: { Martian: ['=1+1'] }, Action: ['lambda:*'], Resource: '*' },
      })
    },
    (fn) => {
      fn.rawPolicy = 'null'
    },
    (fn) => {
      fn.rawPolicy = '[]'
    },
    (fn) => {
      fn.description = '=HYPERLINK("http://evil.example","click")\r\n+1\t@SUM(A1)\u0007\u2066x\u2069'
      fn.tags = {
        '<svg onload=alert(1)>': '"><script>alert(1)</script>',
        __proto__x: 'polluted',
        '-2+3': '|cmd',
      }
    },
    (fn) => {
      fn.description = 'x'.repeat(256)
      fn.environment = { constructor: '1', toString: '2', 'A-B': '\u0000' }
    },
  ]
  cases.forEach((change, i) => {
    const fn = rest[i]
    if (fn) change(fn)
  })
}
