/** Titles of axes and legends of the charts of a plan. */
export const planChartHeadings = {
  'mean seconds a machine': '每台平均秒数',
  '% not given, or % of time ready': '未满足 %，或就绪等待时间 %',
  'percent of the limit': '占上限的百分比',
  'percent of the host': '占宿主机的百分比',
  'hour of the day (UTC)': '时刻（UTC）',
  'hour of the day': '时刻',
  'added to bare metal, %': '比裸机增加，%',
  'load, % of capacity': '负载，占容量 %',
  'the assumption is': '假设为',
  'ready %, p95': '就绪时间 %，p95',
} as const;
