import { readTemplate } from './read-template.ts'
import { mapResources } from './records/map-resources.ts'
import { Stack } from './records/stack.ts'
import { Problems } from './source/problem.ts'

/** The records and problems of a template that is given as text or as a value. For tests. */
export async function recordsOf(
  template: string | object,
  { parameters = {}, path = 'template.yaml' }: { parameters?: Record<string, string>; path?: string } = {},
) {
  const problems = new Problems(path)
  const text = typeof template === 'string' ? template : JSON.stringify(template)
  const source = { path, named: true, content: new TextEncoder().encode(text) }
  const read = await readTemplate(source, new Map(Object.entries(parameters)), problems)
  const located = read ? mapResources(new Stack(read.resources, read.home)) : []
  return { records: located.map(({ record }) => record), problems: problems.list, located }
}
