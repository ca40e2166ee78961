import type { JsonPolicy, JsonStatement } from './normal-statement.ts'

type Names = { roleName: string; functionName?: string }

/**
 * An HCL quoted string. `${` and `%{` would begin a template, so their first character is doubled; all but printable ASCII
 * is escaped. Source: Terraform language, "Strings and Templates".
 */
export function hclString(text: string): string {
  const escaped = Array.from(text.toWellFormed(), (character) => {
    const code = character.codePointAt(0) ?? 0
    if (character === '"' || character === '\\') return `\\${character}`
    if (code >= 0x20 && code < 0x7f) return character
    const [letter, digits] = code <= 0xffff ? ['u', 4] : ['U', 8]
    return `\\${letter}${code.toString(16).toUpperCase().padStart(Number(digits), '0')}`
  })
  return `"${escaped.join('').replace(/([$%])\{/g, '$1$1{')}"`
}

/** aws_iam_policy_document with aws_iam_role_policy, or with managed policies where one inline would be too long. */
export function terraformText(parts: JsonPolicy[], { roleName }: Names): string {
  const label = labelOf(roleName)
  return `${parts
    .map((policy, i) =>
      blocksOf(policy, parts.length === 1 ? label : `${label}_${i + 1}`, roleName, parts.length),
    )
    .join('\n\n')}\n`
}

function blocksOf(policy: JsonPolicy, label: string, roleName: string, count: number): string {
  const json = `data.aws_iam_policy_document.${label}.json`
  const document = [
    `data "aws_iam_policy_document" "${label}" {`,
    ...policy.Statement.flatMap((statement) => [
      '  statement {',
      ...statementLines(statement),
      '  }',
      '',
    ]).slice(0, -1),
    '}',
  ]
  const policyBlock =
    count === 1
      ? [
          `resource "aws_iam_role_policy" "${label}" {`,
          '  name   = "least-privilege"',
          `  role   = ${hclString(roleName)}`,
          `  policy = ${json}`,
          '}',
        ]
      : [
          `resource "aws_iam_policy" "${label}" {`,
          `  name_prefix = "least-privilege-"`,
          `  policy      = ${json}`,
          '}',
          '',
          `resource "aws_iam_role_policy_attachment" "${label}" {`,
          `  role       = ${hclString(roleName)}`,
          `  policy_arn = aws_iam_policy.${label}.arn`,
          '}',
        ]
  return [...document, '', ...policyBlock].join('\n')
}

function statementLines(statement: JsonStatement): string[] {
  const lists: [string, string[] | undefined][] = [
    ['actions', statement.Action],
    ['not_actions', statement.NotAction],
    ['resources', statement.Resource],
    ['not_resources', statement.NotResource],
  ]
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([test, keys]) =>
    Object.entries(keys).flatMap(([variable, values]) => [
      '',
      '    condition {',
      `      test     = ${hclString(test)}`,
      `      variable = ${hclString(variable)}`,
      `      values   = [${[values].flat().map(hclString).join(', ')}]`,
      '    }',
    ]),
  )
  return [
    ...(statement.Sid === undefined ? [] : [`    sid = ${hclString(statement.Sid)}`]),
    `    effect = ${hclString(statement.Effect)}`,
    ...lists.flatMap(([name, list]) =>
      list === undefined
        ? []
        : [`    ${name} = [`, ...list.map((one) => `      ${hclString(one)},`), '    ]'],
    ),
    ...conditions,
  ]
}

function labelOf(roleName: string): string {
  const label = roleName.replace(/[^A-Za-z0-9_]+/g, '_').slice(0, 100)
  return /^[A-Za-z_]/.test(label) ? label : `role_${label}`
}
