/** By the book, and sending over node:https. */
import { createPostForm } from './post-form.ts';
import { createHandler } from './powertools-parts.ts';

export const handler = createHandler(createPostForm());
