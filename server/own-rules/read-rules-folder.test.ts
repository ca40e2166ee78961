import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readRulesFolder } from './read-rules-folder.ts'
import { readYaml } from './read-yaml.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'))
})
afterEach(() => rm(folder, { recursive: true }))

const rule = (id: string, condition = 'resource.timeoutSeconds <= 60') => `id: ${id}
title: Timeouts are short
why: Long ones hide what hangs.
severity: medium
kind: function
condition: ${condition}
message: "{name} is slow."
`
const inList = (text: string) => text.replace(/^/gm, '  ').replace('  id', '- id').trimEnd()
const write = (name: string, text: string) => writeFile(join(folder, name), text)

it('reads one rule a file, lists, and folders below', async () => {
  await mkdir(join(folder, 'team'))
  await write('a.yaml', rule('own-a'))
  await write('team/b.yml', `${inList(rule('own-b'))}\n${inList(rule('own-c'))}\n`)
  await write('c.yaml', `rules:\n${inList(rule('own-d')).replace(/^/gm, '  ')}\n`)
  await write('README.md', 'not a rule')
  await write('empty.yaml', '# nothing yet\n')
  const { rules, problems } = await readRulesFolder(folder)
  expect(problems).toEqual([])
  expect(rules.map(({ rule: { id }, file, line }) => [id, file, line])).toEqual([
    ['own-a', 'a.yaml', 1],
    ['own-d', 'c.yaml', 2],
    ['own-b', 'team/b.yml', 1],
    ['own-c', 'team/b.yml', 8],
  ])
})

it('says file, line and column of what is wrong, and reads the others', async () => {
  await write('broken.yaml', 'id: own-a\ntitle: [a, b\nwhy: x\n')
  await write('field.yaml', rule('own-b').replace('medium', 'huge'))
  await write('more.yaml', `${rule('own-c')}colour: red\n`)
  await write('condition.yaml', rule('own-d', '"resource.timeoutSeconds <= "'))
  await write('fine.yaml', rule('own-e'))
  await write('same.yaml', rule('own-e'))
  const { rules, problems } = await readRulesFolder(folder)
  expect(rules.map((one) => one.rule.id)).toEqual(['own-e'])
  const of = (file: string) => problems.find((one) => one.file === file)
  expect(of('broken.yaml')).toMatchObject({ line: 3, column: expect.any(Number) })
  expect(of('field.yaml')).toMatchObject({ line: 4, column: 11, text: expect.stringContaining('severity') })
  expect(of('more.yaml')?.text).toContain('colour')
  expect(of('condition.yaml')).toMatchObject({ line: 6, text: expect.stringContaining('condition: ') })
  expect(of('same.yaml')).toMatchObject({ line: 1, text: 'id: own-e is in fine.yaml already' })
})

it('refuses anchors that multiply', async () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
  for (let i = 1; i < 12; i++)
    lines.push(
      `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    )
  await write('bomb.yaml', lines.join('\n'))
  const { problems } = await readRulesFolder(folder)
  expect(problems).toEqual([
    { file: 'bomb.yaml', text: 'Its aliases multiply into more than is read.', line: null, column: null },
  ])
})

it('refuses files that are too large, and follows no links', async () => {
  await write('large.yaml', `# ${'x'.repeat(1_100_000)}`)
  await symlink('/etc/passwd', join(folder, 'link.yaml'))
  const { problems } = await readRulesFolder(folder)
  expect(problems).toEqual([
    { file: 'large.yaml', text: 'It cannot be read, or is larger than 1 MB.', line: null, column: null },
  ])
})

it('says that a folder is not there', async () => {
  const { problems } = await readRulesFolder(join(folder, 'nowhere'))
  expect(problems[0]?.text).toBe('The folder of rules cannot be read.')
})

it('never throws at any YAML', () => {
  const piece = fc.constantFrom(
    'a',
    ': ',
    '\n',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '&x ',
    '*x',
    '"',
    "'",
    '|',
    '  ',
    '#',
    '!!js ',
  )
  const text = fc.oneof(
    fc.string({ maxLength: 100 }),
    fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (yaml) => {
      const read = readYaml(yaml)
      expect('problemAt' in read || read.problems.length > 0).toBe(true)
    }),
    { numRuns: 500 },
  )
})
