import { ensureDemoSources } from '#server/services/setup/ensure-demo-sources.ts'
import { openStore } from '#server/store/store.ts'

/** Tells a fresh database where the demo AWS has its events. */
export async function addDemoSources(
  databaseUrl: string,
  home: { id: string; region: string },
): Promise<void> {
  const store = openStore(databaseUrl, { maxConnections: 1 })
  try {
    await ensureDemoSources({ store, clock: Date.now }, home)
  } finally {
    await store.close()
  }
}
