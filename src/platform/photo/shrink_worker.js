// Makes a picture small and a JPEG, off the page's thread: [file, width, side, quality] in, [blob, width, height] out,
// or [why not]. What a camera wrote into the file (the place, the time) does not come along: it is drawn anew.
"use strict";
onmessage = function (event) {
  var file = event.data[0], width = event.data[1], side = event.data[2], quality = event.data[3];
  // The width alone: the height follows the shape, also in engines that turn the picture after they made it small.
  var options = { imageOrientation: "from-image", resizeQuality: "high" };
  if (width) options.resizeWidth = width;
  createImageBitmap(file, options)
    .then(function (bitmap) {
      var scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
      var canvas = new OffscreenCanvas(
        Math.max(1, Math.round(bitmap.width * scale)),
        Math.max(1, Math.round(bitmap.height * scale))
      );
      var pen = canvas.getContext("2d");
      // What lets light through would be black in a JPEG.
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.imageSmoothingQuality = "high";
      pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
      return canvas.convertToBlob({ type: "image/jpeg", quality: quality }).then(function (blob) {
        postMessage([blob, canvas.width, canvas.height]);
      });
    })
    .catch(function (error) {
      postMessage([String(error)]);
    });
};
