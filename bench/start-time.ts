import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { atMost, type Bench } from './define-bench.ts'
import { type Product, ROOT, signIn, startProduct, until, untilPage, withTempDir } from './product.ts'

async function secondsToData(product: Product): Promise<number> {
  const from = performance.now()
  const cookie = await signIn(product)
  await until('the first functions', 120_000, async () => {
    const response = await fetch(`${product.base}/api/v1/functions`, { headers: { cookie } })
    const { total } = (await response.json()) as { total: number }
    return total > 0 ? total : undefined
  })
  return (performance.now() - from) / 1000
}

/** From a clean clone with a warm npm cache, then a second start on the same folder. */
export const startTime: Bench = {
  name: 'start',
  run: () =>
    withTempDir(async (dir) => {
      const clone = join(dir, 'sightline')
      execFileSync('git', ['clone', '--quiet', ROOT, clone])
      const first = await startProduct(clone, join(dir, 'data'))
      const firstPage = await untilPage(first, 300_000)
      const firstData = await secondsToData(first)
      await first.stop()
      const second = await startProduct(clone, join(dir, 'data'))
      const secondPage = await untilPage(second, 60_000)
      await second.stop()
      return [
        atMost('clean clone: npm start to the first page', firstPage, 120, 's'),
        atMost('from that page to the first data', firstData, 20, 's'),
        atMost('second start to the sign-in page', secondPage, 6, 's'),
      ]
    }),
}
