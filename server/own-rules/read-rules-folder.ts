import { compileCondition } from '#server/domain/own-rules/compile-condition.ts'
import { type OwnRule, ownRule } from '#server/services/rules/schema.ts'
import { readYaml, type YamlPath, type YamlProblem } from './read-yaml.ts'
import { readYamlFolder } from './read-yaml-folder.ts'

export type RuleFileProblem = YamlProblem & { file: string }
export type FolderRule = { rule: OwnRule; file: string; line: number | null }
export type RulesFolder = { rules: FolderRule[]; problems: RuleFileProblem[] }

const MOST_RULES = 500

/**
 * Rules of the organisation's own in a folder of YAML files, each of one rule, a list of them, or `rules:` with a list.
 * What is no rule is among the problems, with file, line and column; the others are read all the same. Links are not
 * followed.
 */
export async function readRulesFolder(folder: string): Promise<RulesFolder> {
  const found: RulesFolder = { rules: [], problems: [] }
  const { files, problems } = await readYamlFolder(folder)
  for (const { file, text } of problems) found.problems.push({ file, text, line: null, column: null })
  for (const { file, text } of files) addRules(found, file, text)
  return found
}

function addRules(found: RulesFolder, file: string, text: string): void {
  const read = readYaml(text)
  const problem = (one: YamlProblem) => found.problems.push({ ...one, file })
  if (!('problemAt' in read)) {
    for (const one of read.problems) problem(one)
    return
  }
  for (const { value, path } of rulesIn(read.value)) {
    const parsed = ownRule.strict().safeParse(value)
    if (!parsed.success) {
      for (const issue of parsed.error.issues)
        problem(
          read.problemAt([...path, ...issue.path], `${issue.path.join('.') || 'rule'}: ${issue.message}`),
        )
      continue
    }
    const rule = parsed.data
    const start = read.problemAt(path, '')
    const condition = compileCondition(rule.condition)
    if ('problem' in condition) {
      problem(inCondition(read.problemAt([...path, 'condition'], ''), condition.problem))
      continue
    }
    const earlier = found.rules.find((one) => one.rule.id === rule.id)
    if (earlier) problem({ ...start, text: `id: ${rule.id} is in ${earlier.file} already` })
    else if (found.rules.length >= MOST_RULES)
      problem({ ...start, text: `there are more than ${MOST_RULES} rules` })
    else found.rules.push({ rule, file, line: start.line })
  }
}

function rulesIn(value: unknown): { value: unknown; path: YamlPath }[] {
  if (value === null || value === undefined) return []
  const isNested = typeof value === 'object' && 'rules' in value && Array.isArray(value.rules)
  const list = isNested ? (value.rules as unknown[]) : Array.isArray(value) ? value : undefined
  if (!list) return [{ value, path: [] }]
  return list.map((one, i) => ({ value: one, path: isNested ? ['rules', i] : [i] }))
}

/** Where the condition begins is known; how its text is laid out there is not: its own line and column are said as well. */
function inCondition(at: YamlProblem, { text, line, column }: YamlProblem): YamlProblem {
  const own = line === null ? '' : ` (line ${line}, column ${column} of the condition)`
  return { ...at, text: `condition: ${text}${own}` }
}
