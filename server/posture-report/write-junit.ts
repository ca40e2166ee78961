import { visibleText } from '#server/domain/text.ts'
import type { PostureFinding } from './posture-finding.ts'
import type { ReportWriter } from './report.ts'

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text for an attribute or an element; what XML 1.0 does not have is made visible or replaced. */
function xml(text: string): string {
  const shown = text.split('\n').map(visibleText).join('\n')
  return shown
    .toWellFormed()
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

function outcome(one: PostureFinding): string {
  const message = xml(one.summary || one.status)
  if (one.status === 'pass') return ''
  if (one.status !== 'fail') return `<skipped message="${message}"/>`
  if (one.excepted) return `<skipped message="${xml(`Excepted: ${one.excepted.reason}`)}"/>`
  const evidence = one.evidence.map(({ label, value }) => `${label}: ${value}`)
  const says = [one.summary, ...evidence, ...(one.remediation ? [`Fix: ${one.remediation.text}`] : [])]
  return `<failure type="${one.severity}" message="${message}">${xml(says.join('\n'))}</failure>`
}

function testcase(one: PostureFinding): string {
  const where = one.location ? ` file="${xml(one.location.file)}" line="${one.location.line}"` : ''
  const name = `name="${xml(one.resourceArn)}" classname="${xml(one.checkId)}"${where}`
  return `    <testcase ${name}>${outcome(one)}</testcase>\n`
}

type Suite = { title: string; cases: string[]; failures: number; skipped: number }

/** JUnit XML: a suite a check, a case a resource. What is unknown, not applicable or excepted is skipped. */
export const writeJunit: ReportWriter = function* (findings) {
  const suites = new Map<string, Suite>()
  for (const one of findings) {
    const suite = suites.get(one.checkId) ?? { title: one.title, cases: [], failures: 0, skipped: 0 }
    suites.set(one.checkId, suite)
    suite.cases.push(testcase(one))
    if (one.status === 'fail' && !one.excepted) suite.failures += 1
    else if (one.status !== 'pass') suite.skipped += 1
  }
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="Sightline">\n'
  for (const { title, cases, failures, skipped } of suites.values()) {
    yield `  <testsuite name="${xml(title)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}">\n`
    yield* cases
    yield '  </testsuite>\n'
  }
  yield '</testsuites>\n'
}
