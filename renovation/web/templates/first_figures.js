  (function () {
    var first = document.getElementById("first-figures");
    var figures = first.querySelectorAll(".figure").length;
    var titled = 0;
    function unfinished(element) { return element.getBoundingClientRect().top < innerHeight * 0.6; }
    function drawn() {
      var main = document.querySelector("[data-testid=stMain]");
      if (!main || !main.querySelector("h1")) return false;
      titled = titled || Date.now();
      if (Date.now() - titled > 5000) return true;
      if (main.querySelectorAll(".figure").length < figures) return false;
      return !Array.from(main.querySelectorAll("[data-testid=stSkeleton]")).some(unfinished);
    }
    var timer = setInterval(function () {
      if (!drawn()) return;
      clearInterval(timer);
      first.remove();
    }, 50);
  })();
