import * as core from "echarts/core";
import { BarChart, CustomChart, HeatmapChart, LineChart, SankeyChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendScrollComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, VisualMapContinuousComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
core.use([BarChart, CustomChart, HeatmapChart, LineChart, SankeyChart, ScatterChart, GridComponent, LegendScrollComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, VisualMapContinuousComponent, LabelLayout, SVGRenderer]);
export const { init, getInstanceByDom, version } = core;
