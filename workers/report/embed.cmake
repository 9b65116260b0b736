# page.css and page.js become strings of a C file: cmake -DOUTPUT=… -DFOLDER=… -P embed.cmake
# They are ASCII: French words are in french.c, other characters are written as escapes of CSS and JavaScript.
set(text "/* Made by embed.cmake from page.css and page.js. */\n#include \"page_assets.h\"\n\n")
foreach(asset css js)
    file(READ "${FOLDER}/page.${asset}" hex HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    if(bytes MATCHES "0x[89a-f].,")
        message(FATAL_ERROR "page.${asset} is not ASCII")
    endif()
    string(REPLACE "0x0a," "0x0a,\n" bytes "${bytes}")
    string(APPEND text "const char cahier_page_${asset}[] = {\n${bytes}0};\n\n")
endforeach()
file(WRITE "${OUTPUT}" "${text}")
