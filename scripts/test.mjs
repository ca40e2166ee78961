// Every test, in one command: unit and integration tests (Vitest), then the journeys in a real browser (Playwright).
// Plain JavaScript, so that any Node from 20.19 on can start it; the tests run on the project's own Node.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const at = (...parts) => join(root, ...parts)
const node =
  [at('node_modules', 'node', 'bin', 'node'), at('node_modules', 'node', 'bin', 'node.exe')].find(
    existsSync,
  ) ?? process.execPath
const isRoot = process.getuid?.() === 0
const results = at('test-results')
const unitReport = join(results, 'unit.json')
const journeyReport = join(results, 'journeys.json')
const INSTALL_MS = 300_000
const PROBE_MS = 60_000

const total = { passed: 0, failed: 0, skipped: 0 }
const skippedNames = []
const failures = []
const FAILURE_LINES = 12

/** Keeps what a failed test said, short enough to be read at the end of a long output. */
function noteFailure(name, message = '') {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, FAILURE_LINES)
  failures.push([name, ...lines.map((line) => `    ${line}`)].join('\n'))
}

function run(args, env = {}, options = {}) {
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`
  return spawnSync(node, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: path, ...env },
    ...options,
  })
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Builds the pages once, so that no test has to. */
function build() {
  const isBuilt = run([at('server', 'cli.ts'), 'build']).status === 0
  if (!isBuilt) total.failed += 1
  return isBuilt
}

function runUnitTests() {
  const { status } = run([
    at('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${unitReport}`,
  ])
  const report = readReport(unitReport)
  const failed = report?.numFailedTests ?? 0
  total.passed += report?.numPassedTests ?? 0
  total.skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)
  // A file that cannot be loaded fails without a test of its own.
  total.failed += status === 0 ? failed : Math.max(1, failed)
  for (const file of report?.testResults ?? []) {
    if (file.status === 'failed' && file.message) noteFailure(file.name, file.message)
    for (const test of file.assertionResults) {
      if (test.status === 'skipped' || test.status === 'pending') skippedNames.push(test.fullName)
      if (test.status === 'failed')
        noteFailure(`${file.name} › ${test.fullName}`, test.failureMessages.join('\n'))
    }
  }
}

/** Starts a browser and ends it again: what is installed may still lack its libraries. */
function opens(executablePath) {
  const code = `import { chromium } from '@playwright/test'
    const browser = await chromium.launch(${JSON.stringify({
      ...(executablePath ? { executablePath } : {}),
      args: isRoot ? ['--no-sandbox'] : [],
    })})
    await browser.close()`
  return run(['--input-type=module', '--eval', code], {}, { stdio: 'ignore', timeout: PROBE_MS }).status === 0
}

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The path of a browser that opens; '' for Playwright's own; undefined where there is none and none can be had. */
function findBrowser() {
  const installed = INSTALLED.find((path) => existsSync(path) && opens(path))
  if (installed) return installed
  if (opens()) return ''
  console.log('No browser is installed: fetching Playwright’s own …')
  const cli = at('node_modules', '@playwright', 'test', 'cli.js')
  run([cli, 'install', 'chromium'], {}, { stdio: ['ignore', 'ignore', 'inherit'], timeout: INSTALL_MS })
  if (opens()) return ''
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.log('That did not work: installing Debian’s chromium …')
    const options = {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: INSTALL_MS,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }
    spawnSync('apt-get', ['update', '-qq'], options)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options)
    if (opens('/usr/bin/chromium')) return '/usr/bin/chromium'
  }
  return undefined
}

/** The tests of a suite and of those within it, each with its whole name. */
function journeysOf(suite, path = []) {
  const names = [...path, suite.title].filter(Boolean)
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({ name: [...names, spec.title].join(' › '), test })),
  )
  return [...own, ...(suite.suites ?? []).flatMap((inner) => journeysOf(inner, names))]
}

function runJourneys() {
  const browser = findBrowser()
  if (browser === undefined) {
    console.error(
      'The journeys were not run: no Chromium here, and none could be installed. Install one (on Debian: apt-get install chromium) and run npm test again.',
    )
    total.failed += 1
    return
  }
  const { status } = run([at('node_modules', '@playwright', 'test', 'cli.js'), 'test'], {
    SIGHTLINE_E2E_REPORT: journeyReport,
    SIGHTLINE_E2E_BROWSER: browser,
  })
  const report = readReport(journeyReport)
  const failed = report?.stats.unexpected ?? 0
  total.passed += (report?.stats.expected ?? 0) + (report?.stats.flaky ?? 0)
  total.skipped += report?.stats.skipped ?? 0
  // Set-up and teardown fail without a test of their own.
  total.failed += status === 0 ? failed : Math.max(1, failed + (report?.errors.length ?? 0))
  for (const error of report?.errors ?? []) noteFailure('before or after the journeys', error.message)
  for (const { name, test } of (report?.suites ?? []).flatMap((suite) => journeysOf(suite))) {
    if (test.status === 'skipped') skippedNames.push(name)
    const errors = test.results.flatMap((result) => result.errors.map((error) => error.message))
    if (test.status === 'unexpected') noteFailure(name, errors.join('\n'))
  }
}

rmSync(unitReport, { force: true })
rmSync(journeyReport, { force: true })
mkdirSync(results, { recursive: true })
const isBuilt = build()
runUnitTests()
if (isBuilt) runJourneys()
else console.error('The journeys were not run: the pages could not be built.')

console.log('')
for (const name of skippedNames) console.log(`skipped: ${name}`)
for (const failure of failures) console.log(`failed: ${failure}`)
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed > 0 ? 1 : 0
