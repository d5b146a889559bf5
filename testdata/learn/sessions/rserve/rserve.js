// Programs in JavaScript that have R compute, with rio 2.4.1 of npm, each command in a connection of its own.
const rio = require('rio')

const commands = [
  '1:10', 'c(1.5, 2.25, -7)', '"a word"', 'TRUE', 'c(first = 1L, second = 2L, third = NA)', 'NULL',
  'letters[3:9]', 'c(TRUE, NA, FALSE, TRUE, FALSE)', 'as.raw(c(1, 2, 254))', 'c(1+2i, -3i)', 'list(name = "Ada", age = 36L, languages = c("R", "Fortran"))',
  'data.frame(city = c("Oslo", "Rome", "Lima"), people = c(709037L, 2748109L, 10092000L), warm = c(FALSE, TRUE, TRUE))',
  'matrix(1:6, nrow = 2, dimnames = list(NULL, c("x", "y", "z")))', 'factor(c("low", "high", "low", "middle"))', 'summary(c(4, 8, 15, 16, 23, 42))',
  'quantile(c(2.5, 3.75, 9, 11.125), c(0.1, 0.5, 0.9))', 'y ~ x + log(z)', 'function(a, b = 2) a * b', 'as.Date("2024-02-29") + 0:2', 'nothing + 1', '1 +',
  'lapply(split(c(3, 1, 4, 1, 5), c("a", "b", "a", "b", "a")), range)', 'strsplit("one, two,three", ", ?")[[1]]', 'coef(lm(c(1.1, 1.9, 3.2, 3.9) ~ c(1, 2, 3, 4)))',
  'seq(0, 1, by = 0.125)', 'as.POSIXct(1.7e9, tz = "UTC")', 'rev(list(a = TRUE, b = "no", c = -4L))', 'array(1:8, c(2, 2, 2))', 'toupper(month.abb)', 'round(sin(1:5), 3)',
  'aggregate(weight ~ feed, data = data.frame(weight = c(179, 160, 136, 227), feed = c("bean", "bean", "corn", "corn")), mean)', 'is.na(c(4, NA, 6))', '.Machine$integer.max', 'c(Inf, -Inf, NaN)',
  'table(c("red", "blue", "red"), c("S", "S", "M"))', 'regmatches("a1b22", gregexpr("[0-9]+", "a1b22"))', 'expression(a * b, sqrt(c))', 'complex(modulus = 2, argument = pi / 3)', 'stop("no more")', 'charToRaw("raw text")', 'sum(2^(0:10))',
  'nchar("Größe")', 'list(1L, list(2.5, list("deep", NULL)))', 'numeric(0)', 'character(0)', 'new.env()', 'quote(if (a > 1) b else c[[2]])', 'crossprod(diag(2) * 3)'
]

function next () {
  const command = commands.shift()
  if (command) rio.e({ path: process.argv[2], command, callback: next })
}
next()
