// For browsers that know no modules: load the display anew each minute, as long as the server answers.
setInterval(function () {
  var question = new XMLHttpRequest();
  question.onload = function () {
    if (question.status === 200) location.reload();
  };
  question.open("HEAD", location.href);
  question.send();
}, 60000);
