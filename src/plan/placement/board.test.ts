import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Board } from './board.ts';
import { placeBy } from './place.ts';
import type { Problem } from './problem.ts';
import { RoomOrder } from './room-order.ts';

const clusters = fc.record({
  sizes: fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
    maxLength: 25,
  }),
  hosts: fc.integer({ min: 1, max: 6 }),
  apart: fc.uniqueArray(fc.nat(24), { maxLength: 4 }),
  lost: fc.nat(5),
});

it('an evacuation breaks no capacity and no rule, and places at least what largest first alone places', () => {
  fc.assert(
    fc.property(clusters, ({ sizes, hosts, apart, lost }) => {
      const group = apart.filter((unit) => unit < sizes.length);
      const problem: Problem = {
        needs: [0, 1].map((r) => Float64Array.from(sizes, (size) => size[r]!)),
        capacity: [20, 24].map((room) => new Float64Array(hosts).fill(room)),
        ...(group.length > 1 ? { apart: [group] } : {}),
      };
      const start = placeBy(problem, 'best', 'largest').hostOf;
      const board = new Board(problem, start);
      const closed = lost % hosts;
      const units = board.units(closed);
      const placed = board.evacuate(units, new Set([closed]));
      expect(board.units(closed)).toEqual([]);
      expect(units.filter((unit) => board.hostOf[unit]! >= 0)).toHaveLength(placed);
      for (let host = 0; host < hosts; host++) {
        const mine = board.units(host);
        problem.capacity.forEach((room, r) => {
          const used = mine.reduce((sum, unit) => sum + problem.needs[r]![unit]!, 0);
          expect(used).toBeLessThanOrEqual(room[host]! + 1e-9);
        });
        expect(mine.filter((unit) => group.includes(unit)).length).toBeLessThanOrEqual(1);
      }
      const alone = placeBy(problem, 'best', 'largest', {
        fixed: start.map((host) => (host === closed ? -1 : host)),
        closed: Uint8Array.from({ length: hosts }, (_, host) => (host === closed ? 1 : 0)),
      });
      const stayed = start.filter((host) => host >= 0 && host !== closed).length;
      const moved = units.filter((unit) => alone.hostOf[unit]! >= 0).length;
      expect(alone.hostOf.filter((host) => host === closed)).toHaveLength(0);
      if (start.every((host) => host >= 0)) expect(placed).toBeGreaterThanOrEqual(moved);
      expect(stayed + placed).toBe(board.hostOf.filter((host) => host >= 0).length);
    }),
  );
});

it('a board is the same after machines left and came back', () => {
  fc.assert(
    fc.property(clusters, ({ sizes, hosts, lost }) => {
      const problem: Problem = {
        needs: [0, 1].map((r) => Float64Array.from(sizes, (size) => size[r]!)),
        capacity: [20, 24].map((room) => new Float64Array(hosts).fill(room)),
      };
      const board = new Board(problem, placeBy(problem, 'best', 'largest').hostOf);
      const before = [...board.hostOf];
      const closed = lost % hosts;
      const units = board.units(closed);
      board.evacuate(units, new Set([closed]));
      for (const unit of units) {
        if (board.hostOf[unit]! >= 0) board.take(unit);
        board.put(unit, closed);
      }
      expect([...board.hostOf]).toEqual(before);
      const once = board.evacuate(board.units(closed), new Set([closed]));
      expect(once).toBeLessThanOrEqual(units.length);
    }),
  );
});

it('hosts stay in rising order of room whatever changes, and the search for room skips none that has it', () => {
  const steps = fc.array(fc.tuple(fc.nat(7), fc.integer({ min: 0, max: 20 })), { maxLength: 40 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 20 }), (changes, wanted) => {
      const order = new RoomOrder(8);
      const room = new Map<number, number>();
      for (const [host, left] of changes) {
        if (room.has(host)) order.change(host, left);
        else order.insert(host, left);
        room.set(host, left);
      }
      const listed = Array.from({ length: order.length }, (_, i) => order.at(i));
      expect([...listed].sort((a, b) => a - b)).toEqual([...room.keys()].sort((a, b) => a - b));
      const rooms = listed.map((host) => room.get(host)!);
      expect(rooms).toEqual([...rooms].sort((a, b) => a - b));
      expect(listed.slice(order.from(wanted)).map((host) => room.get(host)! >= wanted)).toEqual(
        rooms.filter((left) => left >= wanted).map(() => true),
      );
    }),
  );
});
