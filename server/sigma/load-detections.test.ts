import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { DETECTIONS } from '#server/detections/index.ts'
import { openTempDir } from '#server/testing/open-temp-dir.ts'
import { loadDetections } from './load-detections.ts'
import { loadSigma } from './load-sigma.ts'

const RULE = `title: A user is made
logsource: { product: aws, service: cloudtrail }
detection: { a: { eventName: CreateUser }, condition: a }
`

async function folder(): Promise<string> {
  const dir = await openTempDir('sightline-sigma-')
  onTestFinished(() => rm(dir, { recursive: true }))
  return dir
}

it('adds the rules of a folder to ours, by the names of their files where they have no id', async () => {
  const dir = await folder()
  await mkdir(join(dir, 'iam'))
  await writeFile(join(dir, 'iam', 'user_made.yml'), RULE)
  await writeFile(join(dir, 'broken.yml'), 'title: x')
  await writeFile(join(dir, 'notes.txt'), 'nothing')
  const { detections, sigma } = await loadDetections({ SIGHTLINE_SIGMA_DIR: dir })
  expect(detections.map(({ id }) => id)).toEqual([...DETECTIONS.map(({ id }) => id), 'sigma-iam-user-made'])
  expect(sigma?.problems.map(({ file }) => file)).toEqual(['broken.yml'])
  expect((await loadDetections({ SIGHTLINE_SIGMA_DIR: dir })).detections).toBe(detections)
})

it('gives ours alone where no folder is named, and says so of a folder that is not there', async () => {
  expect(await loadDetections({ SIGHTLINE_SIGMA_DIR: undefined })).toEqual({
    detections: DETECTIONS,
    sigma: null,
  })
  const { problems } = await loadSigma('/does/not/exist', 0)
  expect(problems).toMatchObject([{ file: '.', text: 'The folder of rules cannot be read.' }])
})

it('reads a file again when it has changed', async () => {
  const dir = await folder()
  await writeFile(join(dir, 'a.yml'), RULE)
  const first = await loadSigma(dir, 0)
  expect(await loadSigma(dir, 0)).toBe(first)
  await writeFile(join(dir, 'a.yml'), RULE.replace('A user', 'Another'))
  expect((await loadSigma(dir, 0)).rules.map(({ title }) => title)).toEqual(['Another is made'])
})
