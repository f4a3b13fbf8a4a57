#include "data/digits.h"

#include "base/rng.h"
#include "data/digits_strokes.h"

// How much the hands that write these figures differ. Lengths are in pixels, angles as tangents.
#define HEIGHT 19.0f
#define HEIGHT_SPREAD 3.0f
#define ASPECT 0.66f
#define ASPECT_SPREAD 0.20f
#define SLANT 0.12f
#define SLANT_SPREAD 0.40f
#define TURN_SPREAD 0.20f
#define SHIFT_SPREAD 1.7f
#define RADIUS 1.15f
#define RADIUS_SPREAD 0.65f
#define WOBBLE 0.045f // standard deviation of a point's place, in parts of the figure's box
#define INK_LEAST 0.65f
#define NOISE_MOST 50

#define SPAN_PIECES 5 // straight pieces between two points

typedef struct Place {
    float x, y;
} Place;

// How one sample is written.
typedef struct Hand {
    float xx, xy, yx, yy;     // from the figure's box (centred, 1 x 1) to pixels
    float centre_x, centre_y; // pixels
    float radius;             // of the pen, pixels
    float ink;                // 0 to 1
    uint32_t noise;           // largest change of a pixel
} Hand;

// Squared distances of the pixels to the nearest stroke.
typedef struct Canvas {
    float reach; // beyond this distance the pen leaves nothing
    float near[DIGITS_PIXELS];
} Canvas;

int32_t digits_class(uint64_t index) {
    return (int32_t)(index % DIGITS_CLASSES);
}

// Uniform in [-1, 1).
static float uniform_signed(Rng *r) {
    return 2 * rng_uniform(r) - 1;
}

// About normal with variance 1: four uniforms on [-1, 1), each of variance 1/3.
static float about_normal(Rng *r) {
    float sum = uniform_signed(r);
    for (int i = 0; i < 3; i++) sum += uniform_signed(r);
    return sum * 0.8660254f;
}

static Hand hand_draw(Rng *r) {
    float height = HEIGHT + HEIGHT_SPREAD * uniform_signed(r);
    float width = height * (ASPECT + ASPECT_SPREAD * uniform_signed(r));
    float slant = SLANT + SLANT_SPREAD * uniform_signed(r);
    float half = 0.5f * TURN_SPREAD * uniform_signed(r); // tangent of half the angle: sine and cosine without libm
    float cosine = (1 - half * half) / (1 + half * half), sine = 2 * half / (1 + half * half);
    Hand h;
    h.xx = cosine * width;
    h.xy = (-cosine * slant - sine) * height;
    h.yx = sine * width;
    h.yy = (cosine - sine * slant) * height;
    h.centre_x = 0.5f * (DIGITS_SIDE - 1) + SHIFT_SPREAD * uniform_signed(r);
    h.centre_y = 0.5f * (DIGITS_SIDE - 1) + SHIFT_SPREAD * uniform_signed(r);
    h.radius = RADIUS + RADIUS_SPREAD * uniform_signed(r);
    h.ink = INK_LEAST + (1 - INK_LEAST) * rng_uniform(r);
    h.noise = rng_below(r, NOISE_MOST + 1);
    return h;
}

static Place place_point(const Hand *h, const PenPoint *p, Rng *r) {
    float x = 0.01f * (float)p->x - 0.5f + WOBBLE * about_normal(r);
    float y = 0.01f * (float)p->y - 0.5f + WOBBLE * about_normal(r);
    return (Place){h->centre_x + h->xx * x + h->xy * y, h->centre_y + h->yx * x + h->yy * y};
}

// The first pixel after `v`, kept on the canvas.
static int first_pixel(float v) {
    return v <= 0 ? 0 : v >= DIGITS_SIDE ? DIGITS_SIDE : (int)v + 1;
}

static float least(float a, float b) {
    return a < b ? a : b;
}

static float most(float a, float b) {
    return a > b ? a : b;
}

static void draw_piece(Canvas *c, Place a, Place b) {
    float dx = b.x - a.x, dy = b.y - a.y;
    float inverse = 1 / (dx * dx + dy * dy + 1e-12f);
    int left = first_pixel(least(a.x, b.x) - c->reach), right = first_pixel(most(a.x, b.x) + c->reach);
    int top = first_pixel(least(a.y, b.y) - c->reach), bottom = first_pixel(most(a.y, b.y) + c->reach);
    for (int y = top; y < bottom; y++) {
        float *row = c->near + y * DIGITS_SIDE;
        float py = (float)y - a.y;
        for (int x = left; x < right; x++) {
            float px = (float)x - a.x;
            float along = most(0, least(1, (px * dx + py * dy) * inverse)); // where the nearest point of the piece is
            float ex = px - along * dx, ey = py - along * dy;
            row[x] = least(row[x], ex * ex + ey * ey);
        }
    }
}

// A Catmull-Rom curve from b to c, where a comes before and d after.
static void draw_span(Canvas *canvas, Place a, Place b, Place c, Place d) {
    Place from = b;
    for (int i = 1; i <= SPAN_PIECES; i++) {
        float t = (float)i / SPAN_PIECES, u = 1 - t;
        float wa = -0.5f * t * u * u, wd = -0.5f * t * t * u;
        float wb = u * (1 + t - 1.5f * t * t), wc = t * (1 + u - 1.5f * u * u);
        Place to = {wa * a.x + wb * b.x + wc * c.x + wd * d.x, wa * a.y + wb * b.y + wc * c.y + wd * d.y};
        draw_piece(canvas, from, to);
        from = to;
    }
}

static void draw_strokes(Canvas *canvas, const DigitStyle *style, const Place *place) {
    const PenPoint *mark = style->points;
    for (int i = 0; i + 1 < style->count; i++) {
        if (mark[i].mark == PEN_LIFT) continue;
        int before = i > 0 && mark[i].mark == PEN_SMOOTH && mark[i - 1].mark != PEN_LIFT ? i - 1 : i;
        int after = mark[i + 1].mark == PEN_SMOOTH ? i + 2 : i + 1;
        draw_span(canvas, place[before], place[i], place[i + 1], place[after]);
    }
}

static void ink_pixels(const Canvas *c, const Hand *h, Rng *r, uint8_t pixels[DIGITS_PIXELS]) {
    for (int i = 0; i < DIGITS_PIXELS; i++) {
        float cover = most(0, least(1, c->reach - __builtin_sqrtf(c->near[i])));
        // The difference of two uniforms: noise of a triangular shape.
        uint32_t bits = rng_next(r);
        int noise = (int)((bits >> 16) * h->noise >> 16) - (int)((bits & 0xffff) * h->noise >> 16);
        int value = (int)(255 * h->ink * cover) + noise;
        pixels[i] = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
    }
}

void digits_draw(uint64_t seed, uint64_t index, uint8_t pixels[DIGITS_PIXELS]) {
    Rng r = rng_stream(seed, "digits", index);
    const DigitStyle *style = &digit_styles[digits_class(index)][rng_below(&r, DIGIT_STYLES)];
    Hand hand = hand_draw(&r);
    Place place[STYLE_POINTS_MAX];
    for (int i = 0; i < style->count; i++) place[i] = place_point(&hand, &style->points[i], &r);

    Canvas canvas;
    canvas.reach = hand.radius + 0.5f;
    for (int i = 0; i < DIGITS_PIXELS; i++) canvas.near[i] = canvas.reach * canvas.reach;
    draw_strokes(&canvas, style, place);
    ink_pixels(&canvas, &hand, &r, pixels);
}
