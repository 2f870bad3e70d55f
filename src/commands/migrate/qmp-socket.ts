import { createConnection, type Socket } from 'node:net';
import { nth } from '../../elements.ts';
import { EnvironmentError, printable, UserError } from '../../errors.ts';

const TIMEOUT_MS = 5000;
const MAX_BYTES = 8 * 2 ** 20;

/** Commands that only read; nothing else is ever sent to a guest. */
const readOnly = [
  'query-migrate',
  'query-migrate-capabilities',
  'query-migrate-parameters',
  'query-dirty-rate',
] as const;

interface Answer {
  id?: unknown;
  return?: unknown;
  error?: { desc?: unknown };
}

/** Lines of JSON from a QMP socket, one callback per object. */
function listen(socket: Socket, onAnswer: (answer: Answer) => void, fail: (error: Error) => void) {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > MAX_BYTES) {
      fail(new UserError(`QMP: expected answers below ${MAX_BYTES} bytes, found more.`));
      return;
    }
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      const line = text.slice(0, end).trim();
      text = text.slice(end + 1);
      if (line === '') continue;
      try {
        onAnswer(JSON.parse(line) as Answer);
      } catch {
        fail(new UserError(printable(`QMP: expected JSON, found "${line.slice(0, 80)}".`)));
        return;
      }
    }
  });
}

/**
 * Answers of a running QEMU to read-only queries, as lines the QMP reader takes. `looks` samples of
 * query-migrate are taken `everyMs` apart.
 */
export function queryQemu(path: string, looks: number, everyMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path });
    const lines: string[] = [];
    let sent = 0;
    const wanted = [
      ...readOnly.slice(1),
      ...Array.from({ length: looks }, () => 'query-migrate' as const),
    ];
    let timer: NodeJS.Timeout;
    const done = (error?: Error) => {
      clearTimeout(timer);
      socket.destroy();
      if (error) reject(error);
      else resolve(lines.join('\n'));
    };
    const patience = () => {
      clearTimeout(timer);
      const late = new EnvironmentError(printable(`${path}: QEMU did not answer in 5 s.`));
      timer = setTimeout(() => done(late), TIMEOUT_MS + everyMs);
    };
    const ask = () => {
      if (sent === wanted.length) {
        done();
        return;
      }
      const execute = nth(wanted, sent);
      const wait = execute === 'query-migrate' && sent > readOnly.length - 1 ? everyMs : 0;
      setTimeout(() => socket.write(`${JSON.stringify({ execute, id: sent })}\n`), wait);
      patience();
    };
    socket.on('error', (error) => {
      done(new EnvironmentError(printable(`${path}: ${error.message}.`)));
    });
    socket.on('close', () => {
      if (sent < wanted.length) done(new EnvironmentError(printable(`${path}: QEMU hung up.`)));
    });
    patience();
    listen(
      socket,
      (answer) => {
        if ('QMP' in answer) {
          socket.write(`${JSON.stringify({ execute: 'qmp_capabilities', id: 'hello' })}\n`);
        } else if (answer.id === 'hello') ask();
        else if (answer.id === sent) {
          // An old QEMU without a query is no failure: its answer is left out.
          if (!answer.error) lines.push(JSON.stringify({ return: answer.return }));
          sent++;
          ask();
        }
      },
      done,
    );
  });
}
