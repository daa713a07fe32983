import { chromium } from "@playwright/test";
import fs from "fs";
const B="http://127.0.0.1:3410";
const browser = await chromium.launch({executablePath:"/usr/bin/chromium",args:["--headless","--no-sandbox","--disable-gpu"]});
export async function as(num,{w=1440,h=900,lang="ja",theme="light"}={}){
  const ctx=await browser.newContext({baseURL:B,viewport:{width:w,height:h},locale:lang==="ja"?"ja-JP":"en-US"});
  await ctx.addCookies([{name:"lang",value:lang,url:B},{name:"theme",value:theme,url:B}]);
  const page=await ctx.newPage(); page.setDefaultTimeout(20000);
  page.on("console",m=>{if(["error","warning"].includes(m.type()))console.log("CONSOLE",page.url(),m.text().slice(0,300))});
  page.on("pageerror",e=>console.log("PAGEERROR",page.url(),String(e).slice(0,300)));
  page.on("response",r=>{if(r.status()>=400)console.log("HTTP",r.status(),r.url())});
  if(num){await go(page,"/signin"); await page.locator(`button[name=staff_number][value="${num}"]`).click(); await page.waitForURL(u=>!u.pathname.startsWith("/signin"));await awake(page);}
  return page;
}
export async function awake(page){await page.waitForFunction(()=>document.documentElement.dataset.awake!==undefined,null,{timeout:30000}).catch(()=>console.log("NOT AWAKE",page.url()));}
export async function go(page,path){await page.goto(path);await awake(page);await page.waitForTimeout(250);}
export async function shot(page,name,{full=true}={}){
  await page.waitForTimeout(200);
  const m=await page.evaluate(()=>{const W=document.documentElement.clientWidth;const over=[];for(const e of document.querySelectorAll("body *")){const r=e.getBoundingClientRect();if(r.width&&r.right>W+1&&r.left>=0){let p=e.parentElement,sc=false;while(p){const o=getComputedStyle(p).overflowX;if(o==="auto"||o==="scroll"||o==="hidden"||o==="clip"){sc=true;break}p=p.parentElement}if(!sc)over.push(e.tagName+"."+e.className)}}return{sw:document.documentElement.scrollWidth,W,H:document.documentElement.scrollHeight,over:over.slice(0,5),t:document.title}});
  console.log(name,page.url().replace(B,""),m.t,`${m.sw}/${m.W} h${m.H}`,m.sw>m.W?"SIDESCROLL "+m.over.join(" "):"");
  await page.screenshot({path:`/tmp/look/${name}.png`,fullPage:full});
}
export async function links(page,sel="main a"){return page.$$eval(sel,as=>as.map(a=>[a.getAttribute("href"),a.textContent.trim().slice(0,40)]));}
try{ await (await import(process.argv[2])).default({as,go,shot,links,awake,browser}); }catch(e){console.log("FAIL",e)}
await browser.close();
