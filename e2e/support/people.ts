import { join } from 'node:path'

export const SESSIONS_DIR = join(import.meta.dirname, '../../test-results/sessions')

/** Who the journeys are about. `session` holds what the browser keeps once they have signed in. */
export const ADMIN = {
  name: 'Ada Admin',
  email: 'ada@example.com',
  password: 'a long enough password 1',
  session: join(SESSIONS_DIR, 'admin.json'),
}
export const VIEWER = {
  name: 'Vic Viewer',
  email: 'vic@example.com',
  password: 'a long enough password 2',
}
