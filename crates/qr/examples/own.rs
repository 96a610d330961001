use qr::{binary::Binary, grey::Grey, look::{self, Care}};
use std::time::Instant;
fn load(p: &str) -> Grey { let d = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(p).unwrap())); let mut r = d.read_info().unwrap(); let mut b = vec![0; r.output_buffer_size().unwrap()]; let i = r.next_frame(&mut b).unwrap();
 let n = match i.color_type { png::ColorType::Grayscale=>1, png::ColorType::Rgb=>3, png::ColorType::Rgba=>4, png::ColorType::GrayscaleAlpha=>2, _=>panic!() };
 Grey { width: i.width as usize, height: i.height as usize, pixels: b.chunks(n).map(|c| c[0]).collect() } }
fn rot(g: &Grey) -> Grey { let (w,h)=(g.width,g.height); let mut o=vec![0;w*h]; for y in 0..h { for x in 0..w { o[x*h+(h-1-y)]=g.pixels[y*w+x]; } } Grey{width:h,height:w,pixels:o} }
fn charsets(_: &str, b: &[u8]) -> Option<String> { rxing_charset(b) }
fn rxing_charset(b: &[u8]) -> Option<String> { encoding_rs::SHIFT_JIS.decode_without_bom_handling_and_without_replacement(b).map(|c| c.into_owned()) }
type P = (&'static str, fn(&Grey)->(Grey,Binary,bool));
fn main() {
  let dir = "/work/shared/corpus/qr"; let only=std::env::args().nth(1);
  let e: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(format!("{dir}/expected.json")).unwrap()).unwrap();
  let inv=|mut b: Binary| {b.invert(); b};
  let _=inv;
  let passes: Vec<P> = vec![("blk",|g|(g.clone(),Binary::blocks(g),false)),("inv",|g|{let mut b=Binary::blocks(&g.inverted());let _=&mut b;(g.clone(),b,true)}),("inv2",|g|{let mut b=Binary::blocks(g);b.invert();(g.clone(),b,true)}),("glob",|g|(g.clone(),Binary::global(g),false)),("loc15",|g|(g.clone(),Binary::local(g,15),false)),("loc25",|g|(g.clone(),Binary::local(g,25),false)),("loc41",|g|(g.clone(),Binary::local(g,41),false)),("loc91",|g|(g.clone(),Binary::local(g,91),false)),
   ("half",|g|{let h=g.halved();let b=Binary::blocks(&h);(h,b,false)}),("halfglob",|g|{let h=g.halved();let b=Binary::global(&h);(h,b,false)}),("halfloc25",|g|{let h=g.halved();let b=Binary::local(&h,25);(h,b,false)}),("quart",|g|{let h=g.halved().halved();let b=Binary::local(&h,25);(h,b,false)}),
   ("dbl",|g|{let h=g.doubled();let b=Binary::blocks(&h);(h,b,false)}),("dblloc",|g|{let h=g.doubled();let b=Binary::local(&h,61);(h,b,false)}),("dblsharp",|g|{let h=g.doubled().sharpened(3);let b=Binary::local(&h,61);(h,b,false)})];
  let mut tot = vec![(0usize,0usize,0.0f64,0usize); passes.len()]; let mut any=0; let mut n=0;
  for x in e.as_array().unwrap() { let Some(want)=x["text"].as_str() else {continue}; let file=x["file"].as_str().unwrap(); if only.as_ref().is_some_and(|o| !file.starts_with(o.as_str())) {continue}; let mut g=load(&format!("{dir}/{file}"));
    for r in 0..4 { n+=1; let mut line=String::new(); let mut ok=false; let mut first=true;
      for (i,(name,f)) in passes.iter().enumerate() { let t=Instant::now(); let (g2,b,inverted)=f(&g); let c=look::codes(&g2,&b,Care{skip:2,threes:8,inverted},&charsets); tot[i].2+=t.elapsed().as_secs_f64()*1e3;
        match c.first() { Some(s) if s.text==want => {tot[i].0+=1; if !ok {tot[i].3+=1;} ok=true; line+=&format!("{name} ");} Some(s) => {tot[i].1+=1; line+=&format!("{name}!{:?} ", s.text.chars().take(20).collect::<String>());} None=> {
          let found=qr::finder::all(&b,2); let th=qr::corners::threes(&found).len(); line+=&format!("-({},{}) ",found.len(),th)} } 
        if i==0 { first = ok; } }
      if ok {any+=1;} if !first { println!("{file} r{r} {}x{} {line}", g.width,g.height); }
      g=rot(&g); } }
  println!("n {n} any {any}"); for (i,(name,_)) in passes.iter().enumerate() { println!("{name}: read {} mis {} new {} {:.0} ms", tot[i].0, tot[i].1, tot[i].3, tot[i].2); }
}
