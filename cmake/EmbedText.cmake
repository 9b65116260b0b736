# cmake -DFROM=functions.lua -DTO=functions.c -DNAME=cahier_functions -P EmbedText.cmake: a text file as a C string.
file(READ "${FROM}" bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n    " lines "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," array "${lines}")
get_filename_component(source "${FROM}" NAME)
file(WRITE "${TO}" "/* From ${source}. */\nextern const char ${NAME}[];\nconst char ${NAME}[] = {\n    ${array}0x00};\n")
