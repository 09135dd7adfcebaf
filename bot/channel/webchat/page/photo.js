// A picture is made small before it goes out: a phone's photo is 4 MB, what an officer needs is 300 kB. Drawing it anew
// also leaves behind where it was taken.
const longest = 1600;
let chosen = null; // { blob, url } waiting to be sent

function shrink(file) {
  return new Promise(function (resolve, reject) {
    const url = URL.createObjectURL(file), img = new Image();
    img.onerror = function () { URL.revokeObjectURL(url); reject(new Error("not_a_photo")); };
    img.onload = function () {
      const scale = Math.min(1, longest / Math.max(img.naturalWidth, img.naturalHeight));
      const canvas = make("canvas");
      canvas.width = Math.max(1, Math.round(img.naturalWidth * scale));
      canvas.height = Math.max(1, Math.round(img.naturalHeight * scale));
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(img, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(url);
      canvas.toBlob(function (blob) {
        if (blob && blob.size <= maxPhoto) resolve(blob);
        else reject(new Error("photo_too_large"));
      }, "image/jpeg", 0.82);
    };
    img.src = url;
  });
}

function choose(file) {
  say("");
  shrink(file).then(function (blob) {
    dropPhoto();
    chosen = { blob: blob, url: URL.createObjectURL(blob) };
    byId("draft-image").src = chosen.url;
    byId("draft").hidden = false;
    byId("tulis").focus();
  }, function (error) { say(word("error." + error.message)); });
}

function dropPhoto() {
  chosen = null;
  byId("draft").hidden = true;
  byId("draft-image").removeAttribute("src");
}

// toText and toBlob keep a waiting picture over a reload of the page.
function toText(blob) {
  return new Promise(function (resolve) {
    const reader = new FileReader();
    reader.onload = function () { resolve(reader.result); };
    reader.onerror = function () { resolve(""); };
    reader.readAsDataURL(blob);
  });
}

function toBlob(text) {
  const raw = atob(text.slice(text.indexOf(",") + 1)), bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return new Blob([bytes], { type: "image/jpeg" });
}
