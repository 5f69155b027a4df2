{# The most of the height of a sheet for a chart: a title and a heading stand above the first. #}
const MOST=.75;
addEventListener("afterprint",()=>{for(const chart of document.querySelectorAll(".changing-chart"))chart.style.zoom=""});
addEventListener("beforeprint",()=>{
const root=document.documentElement,main=document.querySelector("[data-testid=stMainBlockContainer] [data-testid=stVerticalBlock]");
if(!main)return;
const set=(name,value)=>root.style.setProperty(name,value);
root.classList.toggle("printed-from-dark",getComputedStyle(main).colorScheme==="dark");
set("--print-root",getComputedStyle(root).fontSize);
set("--print-width",main.clientWidth+"px");
const zoom=Math.min(1,718/main.clientWidth);
set("--print-zoom",zoom);
const most=MOST*1032/zoom;
for(const chart of document.querySelectorAll(".changing-chart"))if(chart.offsetHeight>most)chart.style.zoom=most/chart.offsetHeight;
});
