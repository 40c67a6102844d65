"use strict";
{
  const AHEAD = 2; // slides whose clips are loaded before they are reached
  const slides = [...document.querySelectorAll(".slides > section")];
  const clipOf = (slide) => slide?.querySelector("video") ?? null;
  let shown = null;
  let subtitled = false;

  const addressOf = (clip) => {
    if (clip.dataset.clip) return clip.dataset.clip;
    const packed = atob(clip.closest("section").querySelector("script").textContent);
    const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
    return URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
  };

  // Clips near the slide that is shown are loaded, all others let go of their memory.
  const load = (here) => slides.forEach((slide, place) => {
    const clip = clipOf(slide);
    if (!clip) return;
    const near = place >= here - 1 && place <= here + AHEAD;
    if (near && !clip.src) clip.src = addressOf(clip);
    if (!near && clip.src) {
      if (!clip.dataset.clip) URL.revokeObjectURL(clip.src);
      clip.removeAttribute("src");
      clip.load();
    }
  });

  const play = (clip) => clip?.play().catch((error) => {
    if (error.name === "NotAllowedError" && clip === shown) document.body.classList.add("is-blocked");
  });

  const show = (slide) => {
    if (shown) {
      shown.pause();
      shown.currentTime = 0; // whoever comes back sees its beginning, not how it ended
    }
    document.body.classList.remove("is-blocked");
    load(slides.indexOf(slide));
    shown = clipOf(slide);
    if (!Reveal.isSpeakerNotes()) play(shown); // there a second voice would be heard
  };

  // After a reload in the middle the first key is not one that goes on: it lets sound be heard.
  const unblock = (event) => {
    if (!document.body.classList.contains("is-blocked")) return;
    document.body.classList.remove("is-blocked");
    event.preventDefault();
    event.stopImmediatePropagation();
    play(shown);
  };
  addEventListener("keydown", unblock, true);
  addEventListener("pointerdown", unblock, true);

  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const tracks = slides.map(clipOf).filter(Boolean).map((clip) => {
    const track = clip.addTextTrack("subtitles", "", document.documentElement.lang);
    for (const [start, end, text] of JSON.parse(clip.dataset.captions)) {
      track.addCue(new VTTCue(start, end, escaped(text)));
    }
    track.mode = "disabled";
    return track;
  });
  const subtitle = () => {
    subtitled = !subtitled;
    for (const track of tracks) track.mode = subtitled ? "showing" : "disabled";
  };

  Reveal.initialize({
    width: "100%", height: "100%", margin: 0, minScale: 1, maxScale: 1, center: false,
    controls: false, progress: false, transition: "none", backgroundTransition: "none",
    hash: true, scrollActivationWidth: null, plugins: [RevealNotes],
  }).then(() => {
    Reveal.addKeyBinding("C".charCodeAt(0), subtitle);
    Reveal.on("slidechanged", (event) => show(event.currentSlide));
    for (const halt of ["paused", "overviewshown"]) Reveal.on(halt, () => shown?.pause());
    for (const again of ["resumed", "overviewhidden"]) {
      Reveal.on(again, () => {
        if (shown && !shown.ended && !Reveal.isSpeakerNotes()) play(shown);
      });
    }
    show(Reveal.getCurrentSlide());
  });
}
