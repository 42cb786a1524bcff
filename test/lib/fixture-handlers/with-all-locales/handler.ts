// biome-ignore lint/style/noRestrictedImports: the mistake that the build refuses
import { z } from 'zod';

export const handler = async () => z.string().parse('text');
