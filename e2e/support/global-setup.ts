import { mkdir } from 'node:fs/promises'
import { SESSIONS_DIR } from './people.ts'
import { startProduct } from './product.ts'

/** One product for all journeys; what it printed reaches the tests through the environment. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await mkdir(SESSIONS_DIR, { recursive: true })
  const product = await startProduct(process.env.SIGHTLINE_E2E_PORT ?? '')
  process.env.SIGHTLINE_E2E_SETUP_LINK = product.setUpLink
  process.env.SIGHTLINE_E2E_AWS = product.endpoint
  return product.stop
}
