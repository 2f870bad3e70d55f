/**
 * Cost of one operation when notifications are shared: a (per operation) + b (per notification) / n.
 * The one equation behind submission plugging, interrupt moderation, rx-frames and ring adaptation.
 */
import { nth } from '../../elements.ts';

export interface BatchCost {
  perOperation: number;
  perNotification: number;
}

export function costAt({ perOperation, perNotification }: BatchCost, batch: number): number {
  return perOperation + perNotification / Math.max(1, batch);
}

/** Least-squares line of cost over 1/batch through calibration points. */
export function fitBatchCost(points: readonly { batch: number; cost: number }[]): BatchCost {
  const xs = points.map((point) => 1 / Math.max(1, point.batch));
  const meanX = xs.reduce((a, b) => a + b, 0) / xs.length;
  const meanY = points.reduce((total, point) => total + point.cost, 0) / xs.length;
  let covariance = 0;
  let variance = 0;
  xs.forEach((x, i) => {
    covariance += (x - meanX) * (nth(points, i).cost - meanY);
    variance += (x - meanX) ** 2;
  });
  const perNotification = variance === 0 ? 0 : covariance / variance;
  return { perOperation: meanY - perNotification * meanX, perNotification };
}

/** Share of the cost that notifications cause when nothing is batched. */
export function notificationShare({ perOperation, perNotification }: BatchCost): number {
  return perNotification / (perOperation + perNotification);
}
