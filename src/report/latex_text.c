// Characters in LaTeX: how they are written, and how wide they are.
#include <stdint.h>
#include <string.h>

#include "report/latex.h"

#define WORD_MOST 24    // letters of a word that needs no place to be broken
#define WIDTH_MINUS 778 // of a minus, and of what is no letter of ASCII, at most
#define WIDTH_ACCENT 560

typedef struct Escape {
    const char *raw, *latex;
} Escape;

// What LaTeX would take for something else, and letters that its standard fonts have in formulas alone.
static const Escape escapes[] = {{"\\", "\\textbackslash{}"},
                                 {"{", "\\{"},
                                 {"}", "\\}"},
                                 {"$", "\\$"},
                                 {"&", "\\&"},
                                 {"#", "\\#"},
                                 {"%", "\\%"},
                                 {"_", "\\_"},
                                 {"^", "\\textasciicircum{}"},
                                 {"~", "\\textasciitilde{}"},
                                 {"`", "\\textasciigrave{}"},
                                 {"|", "\\textbar{}"},
                                 {"<", "$<$"},
                                 {">", "$>$"},
                                 {"[", "{[}"}, // after a row's \\ these two would be its arguments
                                 {"*", "{*}"},
                                 {"±", "$\\pm$"},
                                 {"×", "$\\times$"},
                                 {"·", "$\\cdot$"},
                                 {"÷", "$\\div$"},
                                 {"−", "$-$"},
                                 {"≤", "$\\le$"},
                                 {"≥", "$\\ge$"},
                                 {"≠", "$\\ne$"},
                                 {"≈", "$\\approx$"},
                                 {"∞", "$\\infty$"},
                                 {"√", "$\\surd$"},
                                 {"∇", "$\\nabla$"},
                                 {"→", "$\\to$"},
                                 {"←", "$\\leftarrow$"},
                                 {"²", "$^2$"},
                                 {"³", "$^3$"},
                                 {"¹", "$^1$"},
                                 {"µ", "$\\mu$"},
                                 {"°", "$^\\circ$"},
                                 {"α", "$\\alpha$"},
                                 {"β", "$\\beta$"},
                                 {"γ", "$\\gamma$"},
                                 {"δ", "$\\delta$"},
                                 {"ε", "$\\varepsilon$"},
                                 {"ζ", "$\\zeta$"},
                                 {"η", "$\\eta$"},
                                 {"θ", "$\\theta$"},
                                 {"ι", "$\\iota$"},
                                 {"κ", "$\\kappa$"},
                                 {"λ", "$\\lambda$"},
                                 {"μ", "$\\mu$"},
                                 {"ν", "$\\nu$"},
                                 {"ξ", "$\\xi$"},
                                 {"π", "$\\pi$"},
                                 {"ρ", "$\\rho$"},
                                 {"σ", "$\\sigma$"},
                                 {"τ", "$\\tau$"},
                                 {"φ", "$\\varphi$"},
                                 {"χ", "$\\chi$"},
                                 {"ψ", "$\\psi$"},
                                 {"ω", "$\\omega$"},
                                 {"Γ", "$\\Gamma$"},
                                 {"Δ", "$\\Delta$"},
                                 {"Θ", "$\\Theta$"},
                                 {"Λ", "$\\Lambda$"},
                                 {"Σ", "$\\Sigma$"},
                                 {"Φ", "$\\Phi$"},
                                 {"Ψ", "$\\Psi$"},
                                 {"Ω", "$\\Omega$"}};

// Of the characters from ' ' to '~', as the font's metrics have them, and as escapes are set.
static const short widths[] = {333, 278, 500, 833, 500, 833, 778, 278,  389, 389, 500, 778, 278, 333, 278, 500,
                               500, 500, 500, 500, 500, 500, 500, 500,  500, 500, 278, 278, 778, 778, 778, 472,
                               778, 750, 708, 722, 764, 681, 653, 785,  750, 361, 514, 778, 625, 917, 750, 778,
                               681, 778, 736, 556, 722, 750, 750, 1028, 750, 750, 611, 278, 500, 278, 500, 500,
                               500, 500, 556, 444, 556, 444, 306, 500,  556, 278, 306, 528, 278, 833, 556, 500,
                               556, 528, 392, 394, 389, 556, 528, 722,  528, 528, 444, 500, 278, 500, 500};

static const Escape *escape_of(const char *s, size_t n) {
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (strlen(escapes[i].raw) == n && memcmp(escapes[i].raw, s, n) == 0) return &escapes[i];
    return NULL;
}

// Whether the '-' at `at` in `text` is the sign of a number rather than a hyphen.
static bool is_minus(const char *text, const char *at) {
    const bool begins = at == text || at[-1] == ' ' || at[-1] == '(';
    return *at == '-' && begins && at[1] >= '0' && at[1] <= '9';
}

static size_t character(const char *p) {
    uint32_t code_point;
    const size_t n = utf8_read(p, &code_point);
    return n ? n : 1;
}

void latex_add(Text *out, const char *s, size_t n) {
    for (const char *p = s; p < s + n;) {
        const size_t size = character(p);
        const Escape *escape = escape_of(p, size);
        if (is_minus(s, p))
            text_add(out, "$-$");
        else if (escape)
            text_add(out, escape->latex);
        else
            text_add_n(out, p, size);
        if (*p == '-' && p[1] == '-') text_add(out, "{}"); // two are no dash
        p += size;
    }
}

int latex_width(const char *s, size_t n) {
    int width = 0;
    for (const char *p = s; p < s + n;) {
        const size_t size = character(p);
        uint32_t code_point = 0;
        utf8_read(p, &code_point);
        const bool ascii = *p >= ' ' && *p <= '~', latin = !ascii && code_point < 0x250;
        width += is_minus(s, p) ? WIDTH_MINUS : ascii ? widths[*p - ' '] : latin ? WIDTH_ACCENT : WIDTH_MINUS;
        p += size;
    }
    return width;
}

// Adds a word, and where it is long a place to break it after its marks, or after many letters without one.
static void add_word(Text *out, const char *word, size_t n) {
    const char *const end = word + n, *from = word;
    int letters = 0;
    for (const char *p = word; n > WORD_MOST && p < end;) {
        const char mark = *p;
        p += character(p);
        const bool pause = strchr("._-/+,=&|:;)", mark) != NULL && !(p < end && strchr("-)", *p));
        if (p == end || (!pause && ++letters < WORD_MOST)) continue;
        latex_add(out, from, (size_t)(p - from));
        text_add(out, "\\allowbreak{}");
        from = p;
        letters = 0;
    }
    latex_add(out, from, (size_t)(end - from));
}

void text_add_latex(Text *out, const char *s) {
    Text plain = {0};
    text_add_plain(&plain, s);
    out->failed |= plain.failed;
    for (const char *p = plain.data; p && *p;) {
        const size_t n = strcspn(p, " ");
        add_word(out, p, n);
        p += n;
        if (*p == ' ') text_add(out, " "), p++;
    }
    text_free(&plain);
}
