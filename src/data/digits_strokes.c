#include "data/digits_strokes.h"

#define TO(x, y)                                                                                                       \
    { x, y, PEN_SMOOTH }
#define TURN(x, y)                                                                                                     \
    { x, y, PEN_CORNER }
#define END(x, y)                                                                                                      \
    { x, y, PEN_LIFT }
#define POINTS(name) static const PenPoint name[]
#define STYLE(name)                                                                                                    \
    { sizeof name / sizeof *name, name }

POINTS(zero_oval) = {TO(50, 2),  TO(20, 18), TO(10, 50), TO(20, 82), TO(50, 98),
                     TO(80, 82), TO(90, 50), TO(80, 18), END(50, 2)};
POINTS(zero_narrow) = {TO(58, 3),  TO(34, 22), TO(24, 55), TO(36, 90), TO(54, 98),
                       TO(70, 76), TO(76, 40), TO(66, 10), END(50, 2)};
POINTS(zero_open) = {TO(66, 5), TO(28, 10), TO(8, 48), TO(24, 90), TO(62, 96), TO(92, 60), TO(84, 20), END(46, 10)};
POINTS(zero_slashed) = {TO(50, 2),  TO(18, 18), TO(10, 50), TO(18, 82), TO(50, 98), TO(82, 82),
                        TO(90, 50), TO(82, 18), END(50, 2), TO(22, 84), END(78, 16)};

POINTS(one_bar) = {TO(52, 0), TO(50, 50), END(48, 100)};
POINTS(one_flag) = {TO(24, 26), TO(42, 14), TURN(58, 0), TO(57, 50), END(56, 100)};
POINTS(one_foot) = {TO(26, 22), TURN(54, 0), TO(54, 50), END(54, 100), TO(22, 98), END(86, 98)};
POINTS(one_leaning) = {TO(72, 2), TO(54, 46), END(32, 98)};

POINTS(two_plain) = {TO(12, 26), TO(28, 6), TO(58, 0), TO(84, 18), TO(76, 46), TO(42, 74), TURN(8, 98), END(92, 97)};
POINTS(two_looped) = {TO(14, 22), TO(44, 2),  TO(80, 16), TO(74, 48), TO(32, 86),
                      TO(10, 92), TO(18, 76), TO(54, 90), END(94, 92)};
POINTS(two_swan) = {TO(10, 34), TO(20, 8), TO(56, 0), TO(82, 26), TO(50, 66), TURN(12, 96), TO(48, 88), END(92, 98)};
POINTS(two_flat) = {TO(16, 10), TO(50, 4), TURN(86, 10), TO(56, 52), TURN(10, 96), TO(50, 97), END(90, 94)};

POINTS(three_round) = {TO(12, 16), TO(44, 0),  TO(80, 16), TO(72, 40), TURN(40, 47),
                       TO(76, 56), TO(88, 78), TO(58, 98), END(10, 88)};
POINTS(three_flat) = {TO(12, 3),  TO(50, 3),  TURN(86, 3), TURN(44, 42),
                      TO(80, 56), TO(84, 82), TO(48, 100), END(10, 88)};
POINTS(three_soft) = {TO(16, 8), TO(62, 0), TO(84, 22), TURN(50, 46), TO(84, 64), TO(72, 94), END(12, 96)};
POINTS(three_curled) = {TO(14, 26),   TO(30, 4),  TO(70, 4),  TO(78, 30),  TO(44, 46),
                        TURN(34, 48), TO(78, 58), TO(86, 86), TO(44, 100), END(12, 80)};

POINTS(four_open) = {TO(26, 0),   TO(18, 32), TURN(10, 60), TO(50, 60),
                     END(92, 58), TO(70, 22), TO(68, 60),   END(66, 100)};
POINTS(four_closed) = {TO(68, 100), TO(67, 50), TURN(66, 0), TO(36, 36), TURN(6, 68), TO(50, 69), END(94, 68)};
POINTS(four_cup) = {TO(18, 4), TO(14, 44), TO(40, 56), END(80, 48), TO(82, 2), TO(78, 50), END(74, 100)};
POINTS(four_tall) = {TO(46, 0), TO(26, 36), TURN(8, 70), END(90, 66), TO(60, 44), TO(58, 72), END(56, 100)};

POINTS(five_plain) = {TO(84, 2), TO(52, 2), TURN(24, 3), TURN(18, 44), TO(56, 40), TO(86, 66), TO(60, 96), END(10, 92)};
POINTS(five_hat) = {TO(28, 6),   TO(22, 24),  TURN(18, 44), TO(60, 42), TO(86, 70),
                    TO(54, 100), END(12, 88), TO(28, 5),    END(90, 2)};
POINTS(five_snake) = {TO(84, 8), TO(44, 4), TO(22, 26), TO(48, 46), TO(82, 70), TO(54, 98), END(12, 90)};
POINTS(five_square) = {TO(82, 4), TURN(26, 4), TURN(24, 46), TO(70, 46), TO(84, 72), TO(68, 98), END(14, 97)};

POINTS(six_plain) = {TO(74, 2), TO(36, 26), TO(12, 66), TO(34, 97), TO(74, 92), TO(82, 66), TO(52, 52), END(16, 70)};
POINTS(six_straight) = {TO(62, 0),   TO(38, 28), TO(18, 62), TO(18, 90),
                        TO(50, 100), TO(84, 80), TO(60, 56), END(22, 76)};
POINTS(six_curled) = {TO(86, 16), TO(60, 0), TO(22, 34), TO(10, 74), TO(44, 100), TO(84, 76), TO(56, 52), END(14, 70)};
POINTS(six_small) = {TO(58, 0), TO(28, 40), TO(18, 82), TO(42, 100), TO(70, 90), TO(64, 68), TO(38, 66), END(20, 84)};

POINTS(seven_plain) = {TO(8, 4), TO(50, 4), TURN(90, 3), TO(66, 48), END(42, 100)};
POINTS(seven_barred) = {TO(10, 4), TURN(88, 4), TO(64, 50), END(44, 100), TO(28, 50), END(84, 48)};
POINTS(seven_serif) = {TO(10, 22), TURN(12, 4), TO(50, 6), TURN(90, 5), TO(58, 44), END(46, 100)};
POINTS(seven_curved) = {TO(12, 12), TO(40, 2), TO(74, 8), TO(84, 22), TO(62, 54), END(34, 98)};

POINTS(eight_single) = {TO(78, 14),  TO(46, 0),  TO(18, 22), TO(50, 48), TO(84, 76),
                        TO(50, 100), TO(14, 78), TO(48, 50), TO(80, 24), END(74, 8)};
POINTS(eight_rings) = {TO(50, 0),  TO(22, 12), TO(24, 38), TO(50, 48),  TO(76, 38), TO(78, 12), END(50, 0),
                       TO(50, 48), TO(14, 64), TO(16, 90), TO(50, 100), TO(84, 90), TO(86, 64), END(50, 48)};
POINTS(eight_open) = {TO(84, 10), TO(50, 2),  TO(22, 18), TO(46, 44), TO(76, 70),
                      TO(58, 98), TO(24, 90), TO(30, 64), TO(66, 40), END(88, 8)};
POINTS(eight_small_top) = {TO(56, 0),  TO(36, 14), TO(44, 34), TO(80, 62), TO(72, 96),
                           TO(28, 96), TO(20, 66), TO(58, 36), TO(70, 12), END(54, 0)};

POINTS(nine_plain) = {TO(82, 22), TO(50, 2),    TO(16, 26), TO(42, 52),
                      TO(80, 34), TURN(84, 14), TO(80, 56), END(76, 100)};
POINTS(nine_hooked) = {TO(82, 24),   TO(46, 2),  TO(14, 28), TO(40, 52), TO(80, 36),
                       TURN(85, 16), TO(84, 62), TO(60, 97), END(18, 92)};
POINTS(nine_ring) = {TO(54, 2),  TO(22, 10), TO(20, 42), TO(52, 52), TO(82, 36),
                     TO(78, 10), END(52, 2), TO(82, 22), TO(70, 62), END(44, 100)};
POINTS(nine_curved) = {TO(78, 12), TO(46, 0), TO(18, 26), TO(48, 50), TO(80, 24), TO(86, 34), TO(72, 74), END(34, 100)};

const DigitStyle digit_styles[10][DIGIT_STYLES] = {
    {STYLE(zero_oval), STYLE(zero_narrow), STYLE(zero_open), STYLE(zero_slashed)},
    {STYLE(one_bar), STYLE(one_flag), STYLE(one_foot), STYLE(one_leaning)},
    {STYLE(two_plain), STYLE(two_looped), STYLE(two_swan), STYLE(two_flat)},
    {STYLE(three_round), STYLE(three_flat), STYLE(three_soft), STYLE(three_curled)},
    {STYLE(four_open), STYLE(four_closed), STYLE(four_cup), STYLE(four_tall)},
    {STYLE(five_plain), STYLE(five_hat), STYLE(five_snake), STYLE(five_square)},
    {STYLE(six_plain), STYLE(six_straight), STYLE(six_curled), STYLE(six_small)},
    {STYLE(seven_plain), STYLE(seven_barred), STYLE(seven_serif), STYLE(seven_curved)},
    {STYLE(eight_single), STYLE(eight_rings), STYLE(eight_open), STYLE(eight_small_top)},
    {STYLE(nine_plain), STYLE(nine_hooked), STYLE(nine_ring), STYLE(nine_curved)},
};
