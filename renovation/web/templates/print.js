addEventListener("beforeprint",()=>{
const root=document.documentElement,main=document.querySelector("[data-testid=stMainBlockContainer] [data-testid=stVerticalBlock]");
if(!main)return;
const set=(name,value)=>root.style.setProperty(name,value);
root.classList.toggle("printed-from-dark",getComputedStyle(main).colorScheme==="dark");
set("--print-root",getComputedStyle(root).fontSize);
set("--print-width",main.clientWidth+"px");
set("--print-zoom",Math.min(1,718/main.clientWidth));
});
