/**
 * Sums, means and quantiles, from simple-statistics (compensated sums, linear interpolation between ranks). Code that
 * must repeat another program's digits keeps that program's own arithmetic: plan/cloudsim, evidence/.
 */
export {
  max,
  mean,
  median,
  min,
  quantile,
  quantileSorted,
  sampleStandardDeviation,
  sum,
} from 'simple-statistics';
