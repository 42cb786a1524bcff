/** Pushes what changes to the pages that look: Server-Sent Events, in batches. https://html.spec.whatwg.org/multipage/server-sent-events.html */
import type { ServerResponse } from 'node:http';

export interface Feed {
  /** Answers with what `greeting` says, and from then on with what is sent. Refuses, by returning false, one too many. */
  readonly join: (response: ServerResponse, greeting: Readonly<Record<string, unknown>>) => boolean;
  /** Somebody looks. */
  readonly isWatched: () => boolean;
  readonly send: (event: string, data: unknown) => void;
  readonly stop: () => void;
}

/** A person's windows; each costs a connection and every batch. */
const pagesMax = 8;
/** A page that does not read, a laptop asleep, is let go; it asks again by itself and is greeted with all there is. */
const unreadBytesMax = 4 * 1024 * 1024;

export function createFeed(headers: Readonly<Record<string, string>>): Feed {
  const pages = new Set<ServerResponse>();
  const write = (page: ServerResponse, event: string, data: unknown) => {
    page.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  return {
    join: (response, greeting) => {
      if (pages.size >= pagesMax) return false;
      response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' });
      // Whoever loses the connection asks again after a second.
      response.write('retry: 1000\n\n');
      for (const [event, data] of Object.entries(greeting)) write(response, event, data);
      pages.add(response);
      response.once('close', () => pages.delete(response));
      return true;
    },
    isWatched: () => pages.size > 0,
    send: (event, data) => {
      for (const page of pages) {
        if (page.writableLength > unreadBytesMax) page.destroy();
        else write(page, event, data);
      }
    },
    stop: () => {
      for (const page of pages) page.destroy();
    },
  };
}
