import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPolicy, type PolicyTextFormat } from './format-policy.ts'
import { hclString } from './format-terraform.ts'
import { yamlString } from './format-yaml.ts'
import type { JsonPolicy } from './normal-statement.ts'

const HOSTILE = [
  '$\u007baws:username}',
  '%{ for x in y }',
  '"; rm -rf / #',
  'a\n- b: c\r\n',
  '\u202egnp.exe',
  '\\"',
  '</script>',
  "it's: {yes} [no] # !Ref x & *y",
  '=cmd()',
  '😀\u0000\u0085\u2028',
]
const policy: JsonPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: HOSTILE,
      Condition: {
        StringLike: { 'aws:PrincipalTag/te am': ['a', '"b"'] },
        Bool: { 'aws:SecureTransport': 'true' },
      },
    },
    { Effect: 'Deny', NotAction: ['iam:*'], NotResource: ['*'] },
  ],
}
const names = { roleName: '9-odd"role\n$\u007bx}', functionName: 'my-fn' }

const unescaped = (text: string) =>
  text.replace(/\\(x[0-9A-F]{2}|u[0-9A-F]{4}|U[0-9A-F]{8}|["\\])/g, (_, code: string) =>
    code.length === 1 ? code : String.fromCodePoint(Number.parseInt(code.slice(1), 16)),
  )

/** Reads the block style that is written: maps, lists and double-quoted texts. */
function readYaml(text: string): unknown {
  const lines = text.split('\n').filter((line) => line !== '')
  const read = (from: number, indent: number): [unknown, number] => {
    const isList = lines[from]?.startsWith('- ', indent)
    const list: unknown[] = []
    const map: Record<string, unknown> = {}
    let i = from
    while (i < lines.length) {
      const line = lines[i] ?? ''
      if (line.search(/\S/) !== indent) break
      if (isList) {
        const [item, next] =
          line[indent + 2] === '"' &&
          line.endsWith('"') &&
          !/^"(?:[^"\\]|\\.)*": /.test(line.slice(indent + 2))
            ? [scalar(line.slice(indent + 2)), i + 1]
            : (() => {
                lines[i] = `${' '.repeat(indent + 2)}${line.slice(indent + 2)}`
                return read(i, indent + 2)
              })()
        list.push(item)
        i = next
        continue
      }
      const found = /^("(?:[^"\\]|\\.)*"|[A-Za-z0-9]+):(?: (.*))?$/.exec(line.slice(indent))
      if (!found?.[1]) throw new Error(`not YAML: ${line}`)
      const key = found[1].startsWith('"') ? scalar(found[1]) : found[1]
      if (found[2] !== undefined) {
        map[key] = found[2] === '[]' ? [] : scalar(found[2])
        i += 1
      } else {
        const [value, next] = read(i + 1, (lines[i + 1] ?? '').search(/\S/))
        map[key] = value
        i = next
      }
    }
    return [isList ? list : map, i]
  }
  const scalar = (quoted: string): string => {
    if (!/^"(?:[^"\\]|\\.)*"$/.test(quoted)) throw new Error(`not a quoted text: ${quoted}`)
    return unescaped(quoted.slice(1, -1))
  }
  return read(0, 0)[0]
}

const hclValue = (quoted: string) => unescaped(quoted.slice(1, -1)).replace(/([$%])\1\{/g, '$1{')

describe('formatPolicy', () => {
  it('gives JSON that reads back as the same policy', () => {
    expect(JSON.parse(formatPolicy(policy, 'json', names).text)).toEqual(policy)
    expect(JSON.parse(formatPolicy(JSON.stringify(policy), 'json', names).text)).toEqual(policy)
  })

  it('gives CloudFormation that reads back as the same policy', () => {
    expect(readYaml(formatPolicy(policy, 'cfn', names).text)).toEqual({
      Resources: {
        Role9OddRoleXLeastPrivilege: {
          Type: 'AWS::IAM::RolePolicy',
          Properties: { RoleName: names.roleName, PolicyName: 'least-privilege', PolicyDocument: policy },
        },
      },
    })
  })

  it('gives SAM that reads back as the same policy', () => {
    expect(readYaml(formatPolicy(policy, 'sam', names).text)).toEqual({
      Resources: {
        myFnFunction: { Type: 'AWS::Serverless::Function', Properties: { Policies: [policy] } },
      },
    })
  })

  it('gives Terraform whose texts and blocks close, with nothing of a name outside of its quotes', () => {
    const { text } = formatPolicy(policy, 'terraform', names)
    const strings = text.match(/"(?:[^"\\]|\\.)*"/g) ?? []
    const values = strings.map(hclValue)
    for (const hostile of [...HOSTILE, names.roleName, '"b"']) expect(values).toContain(hostile)
    const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, 's')
    expect(bare).not.toMatch(/rm|script|cmd|"/)
    for (const [open, close] of ['{}', '[]'])
      expect(bare.split(open ?? '').length).toBe(bare.split(close ?? '').length)
    expect(text).toContain('data "aws_iam_policy_document" "role_9_odd_role_x_" {')
    expect(text).toContain('policy = data.aws_iam_policy_document.role_9_odd_role_x_.json')
    for (const name of ['actions', 'resources', 'not_actions', 'not_resources'])
      expect(bare).toContain(`${name} = [`)
  })

  it('does not take something else for a policy', () => {
    expect(() => formatPolicy('<p>', 'json', names)).toThrow(TypeError)
  })

  it('warns of what CloudFormation would replace, and of an empty policy', () => {
    const dynamic: JsonPolicy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['s3:*'], Resource: ['{{resolve:ssm:x}}'] }],
    }
    expect(formatPolicy(dynamic, 'cfn', names).warnings).toHaveLength(1)
    expect(formatPolicy(dynamic, 'terraform', names).warnings).toHaveLength(0)
    expect(formatPolicy({ Version: '2012-10-17', Statement: [] }, 'json', names).warnings).toHaveLength(1)
  })

  describe('above 10,240 characters', () => {
    const long: JsonPolicy = {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Many',
          Effect: 'Allow',
          Action: ['s3:GetObject'],
          Resource: Array.from({ length: 400 }, (_, i) => `arn:aws:s3:::bucket-${i}/*`),
        },
        { Effect: 'Allow', Action: ['ssm:GetParameter'], Resource: ['*'] },
      ],
    }
    const resourcesOf = (parts: JsonPolicy[]) =>
      parts.flatMap((part) => part.Statement.flatMap(({ Resource }) => Resource ?? []))

    it('is cut into parts of at most 6,144 that say the same', () => {
      const { text, warnings } = formatPolicy(long, 'json', names)
      const parts: JsonPolicy[] = JSON.parse(text)
      expect(resourcesOf(parts)).toEqual(resourcesOf([long]))
      for (const part of parts) expect(JSON.stringify(part).length).toBeLessThanOrEqual(6144)
      expect(warnings[0]).toContain('cut into')
    })

    it.each<[PolicyTextFormat, string]>([
      ['sam', 'AWS::IAM::ManagedPolicy'],
      ['cfn', 'AWS::IAM::ManagedPolicy'],
      ['terraform', 'resource "aws_iam_role_policy_attachment"'],
    ])('becomes managed policies in %s', (format, sign) => {
      expect(formatPolicy(long, format, names).text).toContain(sign)
    })
  })
})

it('quotes every text so that it reads back, in printable ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const [yaml, hcl] = [yamlString(text), hclString(text)]
      for (const quoted of [yaml, hcl]) expect(quoted).toMatch(/^"[\x20-\x7e]*"$/)
      expect(unescaped(yaml.slice(1, -1))).toBe(text.toWellFormed())
      expect(hcl.replace(/[$%]{2}\{/g, '')).not.toMatch(/[$%]\{/)
    }),
  )
})
