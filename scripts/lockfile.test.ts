import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

type Entry = { optionalDependencies?: Record<string, string>; resolved?: string }

const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
  packages: Record<string, Entry>
}

it('locks the packages of every platform, which npm ci insists on', () => {
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  )
  expect(missing).toEqual([])
})

it('records no download addresses', () => {
  expect(Object.entries(packages).filter(([path, entry]) => path !== '' && entry.resolved)).toEqual([])
})
