"""What makes a clip play by itself in PowerPoint, once its slide is reached.

PowerPoint keeps this as a tree of times in each slide: the main sequence, in which the clip is told
to play from 0 as soon as the slide begins, and the clip's own node. The form is that of the element
``p:timing`` in ISO/IEC 29500-1, 19.5, and of the files that PowerPoint itself writes.
"""

from __future__ import annotations

LOUDEST = 100_000  # thousandths of a percent

_TIMING = """\
<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par>
<p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>
<p:seq concurrent="1" nextAc="seek">
 <p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst><p:par>
  <p:cTn id="3" fill="hold">
   <p:stCondLst>
    <p:cond delay="indefinite"/><p:cond evt="onBegin" delay="0"><p:tn val="2"/></p:cond>
   </p:stCondLst>
   <p:childTnLst><p:par>
    <p:cTn id="4" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst>
     <p:childTnLst><p:par>
      <p:cTn id="5" presetID="1" presetClass="mediacall" presetSubtype="0" fill="hold"
       nodeType="afterEffect"><p:stCondLst><p:cond delay="0"/></p:stCondLst>
       <p:childTnLst><p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr>
        <p:cTn id="6" dur="{milliseconds}" fill="hold"/>
        <p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl>
       </p:cBhvr></p:cmd></p:childTnLst>
      </p:cTn></p:par></p:childTnLst>
    </p:cTn></p:par></p:childTnLst>
  </p:cTn></p:par></p:childTnLst>
 </p:cTn>
 <p:prevCondLst>
  <p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>
 </p:prevCondLst>
 <p:nextCondLst>
  <p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>
 </p:nextCondLst>
</p:seq>
<p:video><p:cMediaNode vol="{volume}">
 <p:cTn id="7" fill="hold" display="0">
  <p:stCondLst><p:cond delay="indefinite"/></p:stCondLst>
 </p:cTn>
 <p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl>
</p:cMediaNode></p:video>
</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>
"""


def autoplay(shape: int, seconds: float) -> str:
    """The element ``p:timing`` by which the clip of id ``shape``, of ``seconds``, plays."""
    return _TIMING.format(shape=shape, milliseconds=round(1000 * seconds), volume=LOUDEST)
